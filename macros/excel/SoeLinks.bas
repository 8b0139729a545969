Attribute VB_Name = "SoeLinks"
Option Explicit
Option Private Module
' Formulas of a workbook that has just been opened are bound to this add-in: links to an add-in file of the same name
' elsewhere are changed to this one, and formulas with bare names (written by programs) are entered again.
' Settings about asking for links (AskToUpdateLinks, UpdateLinks) are left as the user and the workbook have them: they
' would change what other PCs do, and Excel does not ask for links to an add-in that is loaded.

Private Const CELLS_AT_ONCE As Long = 100000
Private Const TEXT_FORMAT As String = "@"
Private Const NAMED_AT_MOST As Long = 10

Public Sub Mend(ByVal book As Workbook)
    Dim found As Collection
    Dim untouched As Collection
    Dim wasSaved As Boolean
    On Error GoTo failed
    If book Is ThisWorkbook Or book.IsAddin Then Exit Sub
    Set untouched = New Collection
    wasSaved = book.Saved
    Relink book, untouched
    EnterNames book, untouched
    Set found = UnboundCells(book, IsLinked(book), untouched)
    If found.Count > 0 Then EnterAll found, untouched
    If wasSaved Then book.Saved = True
    If untouched.Count > 0 Then Tell book, untouched
failed:
End Sub

Private Sub Relink(ByVal book As Workbook, ByVal untouched As Collection)
    Dim links As Variant
    Dim link As Variant
    Dim asked As Boolean
    links = book.LinkSources(xlExcelLinks)
    If IsEmpty(links) Then Exit Sub
    asked = Application.DisplayAlerts
    Application.DisplayAlerts = False
    For Each link In links
        If IsStrayed(CStr(link)) Then ChangeLink book, CStr(link), untouched
    Next link
    Application.DisplayAlerts = asked
End Sub

Private Sub ChangeLink(ByVal book As Workbook, ByVal link As String, ByVal untouched As Collection)
    On Error GoTo failed
    book.ChangeLink link, SoePython.AddinPath(), xlLinkTypeExcelLinks
    Exit Sub
failed:
    untouched.Add "指向 " & link & " 的链接"
End Sub

' Whether a link leads to a file of our name in another place.
Private Function IsStrayed(ByVal link As String) As Boolean
    If StrComp(FileName(link), ThisWorkbook.Name, vbTextCompare) <> 0 Then Exit Function
    IsStrayed = StrComp(link, SoePython.AddinPath(), vbTextCompare) <> 0
End Function

Private Function FileName(ByVal path As String) As String
    Dim parts() As String
    parts = Split(Replace(path, "/", "\"), "\")
    FileName = parts(UBound(parts))
End Function

Private Function IsLinked(ByVal book As Workbook) As Boolean
    Dim links As Variant
    Dim link As Variant
    links = book.LinkSources(xlExcelLinks)
    If IsEmpty(links) Then Exit Function
    For Each link In links
        If StrComp(CStr(link), SoePython.AddinPath(), vbTextCompare) = 0 Then IsLinked = True
    Next link
End Function

' Formulas that stand behind defined names; a bound one loses nothing by it.
Private Sub EnterNames(ByVal book As Workbook, ByVal untouched As Collection)
    Dim item As Object
    For Each item In book.Names
        If SoeFormula.HasPlainCall(Meaning(item)) Then EnterName item, untouched
    Next item
End Sub

' Excel cannot tell what some names of very old workbooks mean.
Private Function Meaning(ByVal item As Object) As String
    On Error Resume Next
    Meaning = item.RefersTo
End Function

Private Sub EnterName(ByVal item As Object, ByVal untouched As Collection)
    On Error GoTo failed
    item.RefersTo = item.RefersTo
    Exit Sub
failed:
    untouched.Add "名称 " & item.Name
End Sub

' First cells of the formulas to enter again; protected sheets that have some are named instead.
Private Function UnboundCells(ByVal book As Workbook, ByVal linked As Boolean, ByVal untouched As Collection) As Collection
    Dim sheet As Worksheet
    Dim found As Collection
    Dim here As Collection
    Dim cell As Range
    Set found = New Collection
    For Each sheet In book.Worksheets
        Set here = New Collection
        CollectFromSheet sheet, linked, here
        If here.Count > 0 And sheet.ProtectContents Then
            untouched.Add "工作表“" & sheet.Name & "”有保护（" & here.Count & " 个公式）"
        Else
            For Each cell In here
                found.Add cell
            Next cell
        End If
    Next sheet
    Set UnboundCells = found
End Function

Private Sub CollectFromSheet(ByVal sheet As Worksheet, ByVal linked As Boolean, ByVal found As Collection)
    Dim used As Range
    Dim block As Range
    Dim first As Long
    Dim last As Long
    Dim rowsAtOnce As Long
    Set used = sheet.UsedRange
    If Not MayHaveFormulas(used) Then Exit Sub
    ' By cells, not by rows: formats stretch the range in use to sixteen thousand columns.
    rowsAtOnce = CELLS_AT_ONCE \ used.Columns.Count + 1
    For first = 1 To used.Rows.Count Step rowsAtOnce
        last = first + rowsAtOnce - 1
        If last > used.Rows.Count Then last = used.Rows.Count
        Set block = sheet.Range(used.Cells(first, 1), used.Cells(last, used.Columns.Count))
        If MayHaveFormulas(block) Then CollectFromRows block, linked, found
    Next first
End Sub

Private Function MayHaveFormulas(ByVal block As Range) As Boolean
    Dim anyFormula As Variant
    ' False where no cell has a formula, Null where some have.
    anyFormula = block.HasFormula
    MayHaveFormulas = True
    If Not IsNull(anyFormula) Then MayHaveFormulas = anyFormula
End Function

' All formulas are read at once: asking cell by cell would take minutes in a large workbook.
Private Sub CollectFromRows(ByVal block As Range, ByVal linked As Boolean, ByVal found As Collection)
    Dim formulas As Variant
    Dim row As Long
    Dim column As Long
    formulas = block.Formula
    If Not IsArray(formulas) Then
        CollectCell block, CStr(formulas), linked, found
        Exit Sub
    End If
    For row = 1 To UBound(formulas, 1)
        For column = 1 To UBound(formulas, 2)
            If Left$(formulas(row, column), 1) = "=" Then
                CollectCell block.Cells(row, column), CStr(formulas(row, column)), linked, found
            End If
        Next column
    Next row
End Sub

Private Sub CollectCell(ByVal cell As Range, ByVal formula As String, ByVal linked As Boolean, ByVal found As Collection)
    If Not SoeFormula.HasPlainCall(formula) Then Exit Sub
    ' A text that only looks like a formula, with an apostrophe before it, would become one.
    If Not cell.HasFormula Then Exit Sub
    ' While the add-in is loaded Excel shows bound formulas with bare names too. A workbook without a link to us
    ' has none that is bound; in others only #NAME? tells.
    If linked Then
        If Not IsNameError(cell) Then Exit Sub
    End If
    If IsFirstCell(cell) Then found.Add cell
End Sub

Private Function IsNameError(ByVal cell As Range) As Boolean
    Dim value As Variant
    value = cell.Value2
    If IsError(value) Then IsNameError = (CLng(value) = xlErrName)
End Function

' An array formula stands in all its cells but is entered once.
Private Function IsFirstCell(ByVal cell As Object) As Boolean
    IsFirstCell = True
    If SoeResults.Spills() Then
        If cell.HasSpill Then
            IsFirstCell = (cell.SpillParent.Address = cell.Address)
            Exit Function
        End If
    End If
    If cell.HasArray Then IsFirstCell = (cell.CurrentArray.Cells(1, 1).Address = cell.Address)
End Function

Private Sub EnterAll(ByVal found As Collection, ByVal untouched As Collection)
    Dim cell As Range
    Dim mode As Long
    Dim painting As Boolean
    Dim events As Boolean
    Dim filling As Boolean
    mode = Application.Calculation
    painting = Application.ScreenUpdating
    events = Application.EnableEvents
    filling = Application.AutoCorrect.AutoFillFormulasInLists
    On Error GoTo restore
    ' A formula entered in a table must not be spread over its column.
    Application.AutoCorrect.AutoFillFormulasInLists = False
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Application.Calculation = xlCalculationManual
    For Each cell In found
        EnterCell cell, untouched
    Next cell
restore:
    Application.AutoCorrect.AutoFillFormulasInLists = filling
    Application.Calculation = mode
    Application.EnableEvents = events
    Application.ScreenUpdating = painting
End Sub

Private Sub EnterCell(ByVal cell As Range, ByVal untouched As Collection)
    Dim isText As Boolean
    ' In a cell of text format Excel would show the formula instead of its result.
    isText = (cell.NumberFormat = TEXT_FORMAT)
    If isText Then cell.NumberFormat = "General"
    If Not Entered(cell) Then untouched.Add "公式 " & cell.Worksheet.Name & "!" & cell.Address(False, False)
    If isText Then cell.NumberFormat = TEXT_FORMAT
End Sub

' Array formulas stay arrays, spilling ones keep spilling, all others stay what they are.
Private Function Entered(ByVal cell As Object) As Boolean
    On Error GoTo failed
    If IsOldArray(cell) Then
        cell.CurrentArray.FormulaArray = cell.CurrentArray.FormulaArray
    ElseIf SoeResults.Spills() Then
        cell.Formula2 = cell.Formula2
    Else
        cell.Formula = cell.Formula
    End If
    Entered = True
failed:
End Function

Private Function IsOldArray(ByVal cell As Object) As Boolean
    If Not cell.HasArray Then Exit Function
    IsOldArray = True
    ' Where Excel spills, an array formula of one cell is entered as a spilling one: it may show more, never less.
    If SoeResults.Spills() Then IsOldArray = cell.CurrentArray.CountLarge > 1 And Not cell.HasSpill
End Function

Private Sub Tell(ByVal book As Workbook, ByVal untouched As Collection)
    Dim text As String
    Dim index As Long
    text = "工作簿“" & book.Name & "”里有些公式没能接到本机的改制测算插件："
    For index = 1 To untouched.Count
        If index > NAMED_AT_MOST Then
            text = text & vbLf & "……共 " & untouched.Count & " 处"
            Exit For
        End If
        text = text & vbLf & "· " & untouched(index)
    Next index
    SoeTrouble.Say text & vbLf & vbLf & "请撤销工作表保护后关闭再打开，或在这些单元格按 F2 再按回车。"
End Sub
