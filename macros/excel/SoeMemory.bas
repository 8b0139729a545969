Attribute VB_Name = "SoeMemory"
Option Explicit
Option Private Module
' Answers to the last calls: Excel asks again for cells whose inputs it had not calculated yet, and whole columns ask for
' one rate. The same function with the same plain arguments on the same day has the same answer; nothing else counts
' as the same, not even a text in other letters. Few are kept.

Private Const MOST_CALLS As Long = 250
Private Const MOST_CELLS As Long = 64
Private Const LONGEST_KEY As Long = 500

Private calls As Collection
Private keptOn As Date

' Puts the answer to an equal call into "answer" and tells whether there is one.
Public Function IsKnown(ByVal functionName As String, ByRef given As Variant, ByRef answer As Variant) As Boolean
    Dim known As Variant
    If keptOn <> Date Then Exit Function
    known = Found(KeyOf(functionName, given))
    If IsEmpty(known) Then Exit Function
    ' A key leaves decimals out and takes small letters for large ones: the values themselves decide.
    If StrComp(known(0), functionName, vbBinaryCompare) <> 0 Then Exit Function
    If Not IsSame(known(1), given) Then Exit Function
    answer = known(2)
    IsKnown = True
End Function

Public Sub Keep(ByVal functionName As String, ByRef given As Variant, ByRef answer As Variant)
    Dim key As String
    key = KeyOf(functionName, given)
    If key = "" Or CellsOf(answer) > MOST_CELLS Then Exit Sub
    If keptOn <> Date Then ForgetAnswers
    If calls.Count >= MOST_CALLS Then ForgetAnswers
    If Not IsEmpty(Found(key)) Then calls.Remove key
    calls.Add Array(functionName, given, answer), key
    keptOn = Date
End Sub

Public Sub ForgetAnswers()
    Set calls = New Collection
End Sub

Private Function Found(ByVal key As String) As Variant
    If key = "" Then Exit Function
    On Error Resume Next
    Found = calls(key)
End Function

' The call as a text that equal calls share; empty if it is too large to be compared.
Private Function KeyOf(ByVal functionName As String, ByRef given As Variant) As String
    Dim index As Long
    Dim key As String
    key = functionName
    For index = LBound(given) To UBound(given)
        If CellsOf(given(index)) > MOST_CELLS Then Exit Function
        key = key & "|" & VarType(given(index))
        If Not IsArray(given(index)) Then key = key & ":" & CStr(given(index))
    Next index
    If Len(key) <= LONGEST_KEY Then KeyOf = key
End Function

Private Function CellsOf(ByRef value As Variant) As Long
    Dim cell As Variant
    If Not IsArray(value) Then Exit Function
    For Each cell In value
        CellsOf = CellsOf + 1
        If CellsOf > MOST_CELLS Then Exit Function
    Next cell
End Function

Private Function IsSame(ByRef one As Variant, ByRef other As Variant) As Boolean
    Dim index As Long
    If UBound(one) <> UBound(other) Then Exit Function
    For index = LBound(one) To UBound(one)
        If IsArray(one(index)) <> IsArray(other(index)) Then Exit Function
        If IsArray(one(index)) Then
            If Not IsSameTable(one(index), other(index)) Then Exit Function
        ElseIf Not IsSameValue(one(index), other(index)) Then
            Exit Function
        End If
    Next index
    IsSame = True
End Function

Private Function IsSameTable(ByRef one As Variant, ByRef other As Variant) As Boolean
    Dim row As Long
    Dim column As Long
    If Bounds(one) <> Bounds(other) Then Exit Function
    For row = LBound(one, 1) To UBound(one, 1)
        If SoeResults.HasColumns(one) Then
            For column = LBound(one, 2) To UBound(one, 2)
                If Not IsSameValue(one(row, column), other(row, column)) Then Exit Function
            Next column
        ElseIf Not IsSameValue(one(row), other(row)) Then
            Exit Function
        End If
    Next row
    IsSameTable = True
End Function

Private Function Bounds(ByRef table As Variant) As String
    Bounds = LBound(table, 1) & ":" & UBound(table, 1)
    If SoeResults.HasColumns(table) Then Bounds = Bounds & "," & LBound(table, 2) & ":" & UBound(table, 2)
End Function

Private Function IsSameValue(ByRef one As Variant, ByRef other As Variant) As Boolean
    If VarType(one) <> VarType(other) Then Exit Function
    Select Case VarType(one)
        Case vbString
            IsSameValue = (StrComp(one, other, vbBinaryCompare) = 0)
        Case vbDouble, vbDate, vbBoolean
            IsSameValue = (one = other)
        Case vbError
            IsSameValue = (CLng(one) = CLng(other))
        Case vbEmpty
            IsSameValue = True
    End Select
End Function
