Attribute VB_Name = "SoeResults"
Option Explicit
Option Private Module
' What Python answers, as Excel shows it: error numbers become error values, a table must fit where it is shown.

Private Const ERROR_BITS As Long = 65535

Private spillKnown As Boolean
Private spillAnswer As Boolean

' A value for one cell, or a table counted from 1.
Public Function Presented(ByRef answer As Variant) As Variant
    Dim table As Variant
    If Not IsArray(answer) Then
        Presented = CellResult(answer)
        Exit Function
    End If
    table = AsTable(answer)
    If UBound(table, 1) = 1 And UBound(table, 2) = 1 Then
        Presented = table(1, 1)
    Else
        Presented = Fitted(table)
    End If
End Function

' Whether this Excel spills tables from one cell: asked of Excel itself, because versions do not tell. Some that know
' Formula2 do not spill; those that do have the functions that need it.
Public Function Spills() As Boolean
    Dim cell As Object
    Dim functions As Object
    Dim answer As Variant
    If Not spillKnown Then
        Set cell = ThisWorkbook.Worksheets(1).Range("A1")
        Set functions = Application.WorksheetFunction
        On Error Resume Next
        answer = cell.Formula2
        If Err.Number = 0 Then answer = functions.Unique(Array(1, 1))
        spillAnswer = (Err.Number = 0)
        spillKnown = True
    End If
    Spills = spillAnswer
End Function

' Every number comes as a Double, so a Long can only be an error; CVErr takes its lower half.
Private Function CellResult(ByRef value As Variant) As Variant
    Select Case VarType(value)
        Case vbLong
            CellResult = CVErr(value And ERROR_BITS)
        Case vbEmpty, vbNull
            CellResult = ""
        Case Else
            CellResult = value
    End Select
End Function

' The rows of Python's answer; a single row comes as a list of its cells.
Private Function AsTable(ByRef answer As Variant) As Variant
    Dim table() As Variant
    Dim row As Long
    Dim column As Long
    If HasColumns(answer) Then
        ReDim table(1 To UBound(answer, 1) - LBound(answer, 1) + 1, 1 To UBound(answer, 2) - LBound(answer, 2) + 1)
        For row = 1 To UBound(table, 1)
            For column = 1 To UBound(table, 2)
                table(row, column) = CellResult(answer(LBound(answer, 1) + row - 1, LBound(answer, 2) + column - 1))
            Next column
        Next row
    Else
        ReDim table(1 To 1, 1 To UBound(answer) - LBound(answer) + 1)
        For column = 1 To UBound(table, 2)
            table(1, column) = CellResult(answer(LBound(answer) + column - 1))
        Next column
    End If
    AsTable = table
End Function

' Whether an array has a second dimension.
Public Function HasColumns(ByRef answer As Variant) As Boolean
    Dim last As Long
    On Error Resume Next
    last = UBound(answer, 2)
    HasColumns = (Err.Number = 0)
End Function

' The table if all of it will be seen or used, else an error value: a table must never lose rows silently.
Private Function Fitted(ByRef table As Variant) As Variant
    Dim caller As Range
    Set caller = CallingCells()
    If caller Is Nothing Then
        Fitted = table
    ElseIf Not SoeFormula.IsShown(caller.Cells(1, 1).Formula) Then
        Fitted = table
    ElseIf caller.CountLarge = 1 Then
        Fitted = table
        If IsCut(caller) Then Fitted = CVErr(xlErrValue)
    ElseIf UBound(table, 1) > caller.Rows.Count Or UBound(table, 2) > caller.Columns.Count Then
        Fitted = CVErr(xlErrValue)
    Else
        Fitted = Filled(table, caller.Rows.Count, caller.Columns.Count)
    End If
End Function

' The cells whose formula is being calculated; Nothing when a macro, a name or a chart asks.
Private Function CallingCells() As Range
    On Error Resume Next
    If TypeName(Application.Caller) = "Range" Then Set CallingCells = Application.Caller
End Function

' One cell shows a whole table only where Excel spills and the formula has no @ before the function.
Private Function IsCut(ByVal cell As Object) As Boolean
    If Spills() Then
        IsCut = SoeFormula.HasIntersection(cell.Formula2)
    Else
        IsCut = True
    End If
End Function

' Excel would repeat a single row or column all over a larger array range; the cells beyond get #N/A instead.
Private Function Filled(ByRef table As Variant, ByVal rowCount As Long, ByVal columnCount As Long) As Variant
    Dim cells() As Variant
    Dim row As Long
    Dim column As Long
    ReDim cells(1 To rowCount, 1 To columnCount)
    For row = 1 To rowCount
        For column = 1 To columnCount
            If row <= UBound(table, 1) And column <= UBound(table, 2) Then
                cells(row, column) = table(row, column)
            Else
                cells(row, column) = CVErr(xlErrNA)
            End If
        Next column
    Next row
    Filled = cells
End Function
