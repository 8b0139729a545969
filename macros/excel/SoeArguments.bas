Attribute VB_Name = "SoeArguments"
Option Explicit
Option Private Module
' The arguments of a worksheet function as plain values: no Excel object is handed to Python, because each look
' at one from there would cost a call between two processes.

Private Const SMALL_RANGE As Long = 4096

Public Function ReadArguments(ByRef arguments As Variant) As Variant
    Dim values() As Variant
    Dim index As Long
    ReDim values(LBound(arguments) To UBound(arguments))
    For index = LBound(arguments) To UBound(arguments)
        ' One that is left out stays Empty, the same as a blank cell.
        If IsObject(arguments(index)) Then
            values(index) = ReadObject(arguments(index))
        ElseIf Not IsMissing(arguments(index)) Then
            values(index) = arguments(index)
        End If
    Next index
    ReadArguments = values
End Function

Private Function ReadObject(ByVal source As Object) As Variant
    If TypeOf source Is Range Then
        ReadObject = ReadRange(source)
    Else
        ReadObject = CVErr(xlErrValue)
    End If
End Function

Private Function ReadRange(ByVal source As Range) As Variant
    Dim area As Range
    ' Of a union such as (A1:A3,C1:C3) Excel would silently give the first block only.
    If source.Areas.Count > 1 Then
        ReadRange = CVErr(xlErrValue)
        Exit Function
    End If
    Set area = WithinUsedRange(source)
    If area.Rows.Count = 1 And area.Columns.Count = 1 Then
        ReadRange = ReadCell(area)
    ElseIf area.Worksheet.Parent.Date1904 Then
        ReadRange = ReadDatedCells(area)
    Else
        ' Serial numbers and all decimals; Value would make objects of dates and cut currency to four decimals.
        ReadRange = area.Value2
    End If
End Function

' Cuts rows and columns behind the last one in use (whole columns have a million), never any before: the first cell
' stays the first cell. Small ranges are left alone; looking for the used range costs more than their cells.
Private Function WithinUsedRange(ByVal source As Range) As Range
    Dim used As Range
    Dim rowCount As Long
    Dim columnCount As Long
    Set WithinUsedRange = source
    If source.CountLarge <= SMALL_RANGE Then Exit Function
    Set used = source.Worksheet.UsedRange
    rowCount = Within(source.Rows.Count, used.Row + used.Rows.Count - source.Row)
    columnCount = Within(source.Columns.Count, used.Column + used.Columns.Count - source.Column)
    Set WithinUsedRange = source.Resize(rowCount, columnCount)
End Function

' The smaller number, at least 1.
Private Function Within(ByVal wanted As Long, ByVal available As Long) As Long
    Within = wanted
    If available < wanted Then Within = available
    If Within < 1 Then Within = 1
End Function

' One cell: a date where it is shown as one, else the number with all its decimals.
Private Function ReadCell(ByVal cell As Range) As Variant
    Dim plain As Variant
    Dim shown As Variant
    plain = cell.Value2
    ReadCell = plain
    If VarType(plain) <> vbDouble Then Exit Function
    ' A number that no date can have, in a cell with a date format, is no date.
    On Error Resume Next
    shown = cell.Value
    If VarType(shown) = vbDate Then ReadCell = shown
End Function

' In a workbook that counts days from 1904 serial numbers would be four years off, so dates are read as dates.
Private Function ReadDatedCells(ByVal area As Range) As Variant
    Dim plain As Variant
    Dim shown As Variant
    Dim row As Long
    Dim column As Long
    plain = area.Value2
    shown = area.Value
    For row = LBound(plain, 1) To UBound(plain, 1)
        For column = LBound(plain, 2) To UBound(plain, 2)
            If VarType(shown(row, column)) = vbDate Then plain(row, column) = shown(row, column)
        Next column
    Next row
    ReadDatedCells = plain
End Function
