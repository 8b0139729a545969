Attribute VB_Name = "SoeLinks"
Option Explicit
Option Private Module
' Formulas of a workbook that has just been opened are bound to this add-in: links to an add-in file of the same name
' elsewhere are changed to this one, and formulas with bare names (written by programs) are entered again.
' Settings about asking for links (AskToUpdateLinks, UpdateLinks) are left as the user and the workbook have them: they
' would change what other PCs do, and Excel does not ask for links to an add-in that is loaded.

Private Const TEXT_FORMAT As String = "@"
Private Const NAMED_AT_MOST As Long = 10

Private waiting As Collection

' Whether workbooks that open are noted and mended later: while Python works for a button it is not asked a second time.
Public Sub Hold()
    Set waiting = New Collection
End Sub

Public Sub Release()
    Dim book As Workbook
    Dim held As Collection
    If waiting Is Nothing Then Exit Sub
    Set held = waiting
    Set waiting = Nothing
    For Each book In held
        Mend book
    Next book
End Sub

Public Sub Mend(ByVal book As Workbook)
    Dim strayed As Collection
    Dim items As Collection
    Dim unbound As Collection
    Dim wrong As Collection
    Dim untouched As Collection
    On Error GoTo failed
    If book Is ThisWorkbook Or book.IsAddin Then Exit Sub
    If Not waiting Is Nothing Then
        waiting.Add book
        Exit Sub
    End If
    Set untouched = New Collection
    Set unbound = New Collection
    Set wrong = New Collection
    Set strayed = StrayedLinks(book)
    Set items = PlainNames(book)
    SoeCells.CollectCells book, strayed.Count > 0 Or IsLinked(book), unbound, wrong, untouched
    If strayed.Count + items.Count + unbound.Count + wrong.Count > 0 Then
        If SoeBridge.Answers() Then
            MendParts book, strayed, items, unbound, wrong, untouched
        Else
            ' Whatever is entered now would show an error in place of the value that was saved.
            untouched.Add "后台程序没有启动，公式还显示上次保存的结果（按 F9 重算前请先排除）"
        End If
    End If
    If untouched.Count > 0 Then Tell book, untouched
failed:
End Sub

Private Sub MendParts(ByVal book As Workbook, ByVal strayed As Collection, ByVal items As Collection, _
                      ByVal unbound As Collection, ByVal wrong As Collection, ByVal untouched As Collection)
    Dim wasSaved As Boolean
    Dim link As Variant
    Dim item As Object
    wasSaved = book.Saved
    For Each link In strayed
        ChangeLink book, CStr(link), untouched
    Next link
    For Each item In items
        EnterName item, untouched
    Next item
    If unbound.Count > 0 Then EnterAll unbound, untouched
    If wrong.Count > 0 Then CalculateAgain wrong
    If wasSaved Then book.Saved = True
End Sub

' Values of ours that were saved as errors, perhaps by a PC on which the add-in did not work.
Private Sub CalculateAgain(ByVal wrong As Collection)
    Dim cell As Range
    On Error GoTo failed
    For Each cell In wrong
        cell.Dirty
    Next cell
    If Application.Calculation <> xlCalculationManual Then Application.Calculate
failed:
End Sub

' Links to a file of our name in another place.
Private Function StrayedLinks(ByVal book As Workbook) As Collection
    Dim links As Variant
    Dim link As Variant
    Set StrayedLinks = New Collection
    links = book.LinkSources(xlExcelLinks)
    If IsEmpty(links) Then Exit Function
    For Each link In links
        If IsStrayed(CStr(link)) Then StrayedLinks.Add CStr(link)
    Next link
End Function

Private Sub ChangeLink(ByVal book As Workbook, ByVal link As String, ByVal untouched As Collection)
    Dim asked As Boolean
    asked = Application.DisplayAlerts
    On Error GoTo failed
    Application.DisplayAlerts = False
    book.ChangeLink link, SoePython.AddinPath(), xlLinkTypeExcelLinks
    Application.DisplayAlerts = asked
    Exit Sub
failed:
    Application.DisplayAlerts = asked
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

' Defined names with formulas of ours; a bound one loses nothing by being entered again.
Private Function PlainNames(ByVal book As Workbook) As Collection
    Dim item As Object
    Set PlainNames = New Collection
    For Each item In book.Names
        If SoeFormula.HasPlainCall(Meaning(item)) Then PlainNames.Add item
    Next item
End Function

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
