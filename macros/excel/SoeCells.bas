Attribute VB_Name = "SoeCells"
Option Explicit
Option Private Module
' The cells of a workbook that has just been opened whose formulas call us and are not bound to this add-in, or show
' an error that was saved with the workbook.

Private Const CELLS_AT_ONCE As Long = 100000

' First cells of the formulas to enter or calculate again; protected sheets that have some to enter are named instead.
Public Sub CollectCells(ByVal book As Workbook, ByVal linked As Boolean, ByVal unbound As Collection, _
                        ByVal wrong As Collection, ByVal untouched As Collection)
    Dim sheet As Worksheet
    Dim here As Collection
    Dim cell As Range
    For Each sheet In book.Worksheets
        Set here = New Collection
        CollectFromSheet sheet, linked, here, wrong
        If here.Count > 0 And sheet.ProtectContents Then
            untouched.Add "工作表“" & sheet.Name & "”有保护（" & here.Count & " 个公式）"
        Else
            For Each cell In here
                unbound.Add cell
            Next cell
        End If
    Next sheet
End Sub

Private Sub CollectFromSheet(ByVal sheet As Worksheet, ByVal linked As Boolean, ByVal unbound As Collection, _
        ByVal wrong As Collection)
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
        If MayHaveFormulas(block) Then CollectFromRows block, linked, unbound, wrong
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
Private Sub CollectFromRows(ByVal block As Range, ByVal linked As Boolean, ByVal unbound As Collection, _
        ByVal wrong As Collection)
    Dim formulas As Variant
    Dim row As Long
    Dim column As Long
    formulas = block.Formula
    If Not IsArray(formulas) Then
        CollectCell block, CStr(formulas), linked, unbound, wrong
        Exit Sub
    End If
    For row = 1 To UBound(formulas, 1)
        For column = 1 To UBound(formulas, 2)
            If Left$(formulas(row, column), 1) = "=" Then
                CollectCell block.Cells(row, column), CStr(formulas(row, column)), linked, unbound, wrong
            End If
        Next column
    Next row
End Sub

Private Sub CollectCell(ByVal cell As Range, ByVal formula As String, ByVal linked As Boolean, ByVal unbound As Collection, _
        ByVal wrong As Collection)
    Dim shown As Long
    If Not SoeFormula.HasPlainCall(formula) Then Exit Sub
    ' A text that only looks like a formula, with an apostrophe before it, would become one.
    If Not cell.HasFormula Then Exit Sub
    shown = ErrorShown(cell)
    ' While the add-in is loaded Excel shows bound formulas with bare names too. A workbook without a link to us
    ' has none that is bound; in others only #NAME? tells, and other errors may be out of date.
    If linked And shown = 0 Then Exit Sub
    If Not IsFirstCell(cell) Then Exit Sub
    If Not linked Or shown = xlErrName Then
        unbound.Add cell
    Else
        wrong.Add cell
    End If
End Sub

' The number of the error that a cell shows, 0 if it shows none.
Private Function ErrorShown(ByVal cell As Range) As Long
    Dim value As Variant
    value = cell.Value2
    If IsError(value) Then ErrorShown = CLng(value)
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
