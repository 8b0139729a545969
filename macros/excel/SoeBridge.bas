Attribute VB_Name = "SoeBridge"
Option Explicit
Option Private Module
' Every worksheet function of the add-in ends here: its arguments are read, Python is asked, the answer is shown.
' Nothing is calculated in VBA. Whatever goes wrong becomes a true error value, which SUM cannot skip.

Private Const UDF_MODULE As String = "xl_addin.hosts.excel.udfs"
Private Const REST_SECONDS As Long = 30

Private answered As Boolean
Private restingSince As Date

Public Function SoeCall(ByVal functionName As String, ByRef arguments As Variant) As Variant
    Dim given As Variant
    Dim answer As Variant
    On Error GoTo failed
    given = SoeArguments.ReadArguments(arguments)
    If SoeMemory.IsKnown(functionName, given, answer) Then
        SoeCall = SoeResults.Presented(answer)
    ElseIf AskPython(functionName, given, answer) Then
        SoeMemory.Keep functionName, given, answer
        SoeCall = SoeResults.Presented(answer)
    Else
        SoeCall = CVErr(xlErrValue)
    End If
    Exit Function
failed:
    SoeCall = CVErr(xlErrValue)
End Function

' Whether Python can be asked; starts it if need be, without a word if that fails.
Public Function Answers() As Boolean
    Dim answer As Variant
    If IsResting() Then Exit Function
    On Error GoTo failed
    answer = SoePython.Living().Str("")
    Answers = True
    Exit Function
failed:
    restingSince = Now
End Function

' A button asks for another try at once.
Public Sub TryAgain()
    restingSince = 0
End Sub

' Puts the answer into "answer" and tells whether there is one.
Private Function AskPython(ByVal functionName As String, ByVal given As Variant, ByRef answer As Variant) As Boolean
    Dim attempt As Long
    Dim number As Long
    Dim description As String
    If IsResting() Then Exit Function
    For attempt = 1 To 2
        number = Asked(functionName, given, answer, description)
        If number = 0 Then
            answered = True
            AskPython = True
            Exit Function
        End If
        If SoeTrouble.IsLost(number) Then
            SoePython.Forget
        ElseIf Not SoeTrouble.IsBusy(number) Then
            Exit For
        End If
    Next attempt
    ' Starting takes seconds: if it is in vain, a whole sheet of cells must not wait for it one by one.
    If SoeTrouble.IsLost(number) Or Not answered Then restingSince = Now
    SoeTrouble.TellOnce number, description
End Function

' One call; gives the number of its error, 0 if there is an answer.
Private Function Asked(ByVal functionName As String, ByVal given As Variant, ByRef answer As Variant, _
                       ByRef description As String) As Long
    Dim server As Object
    On Error GoTo failed
    Set server = SoePython.Client()
    ' In brackets: Python is given values, not references to VBA's own variables.
    answer = server.CallUDF(UDF_MODULE, (functionName), (given))
    Exit Function
failed:
    Asked = Err.Number
    description = Err.Description
End Function

Private Function IsResting() As Boolean
    If restingSince = 0 Then Exit Function
    IsResting = (DateDiff("s", restingSince, Now) < REST_SECONDS)
    If Not IsResting Then restingSince = 0
End Function
