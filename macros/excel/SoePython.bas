Attribute VB_Name = "SoePython"
Option Explicit
Option Private Module
' The Python that is installed beside the add-in: started at the first need, held until Excel is left.
' Where it lies, how it starts, and which class is asked for where it may not start, are fixed here. Nothing is read
' from a sheet, a file, the registry or the environment, so that no workbook can put another program in its place.

'@ The declaration and licence of xlwings stand here; they are cut from the installed xlwings by the build.

Private Const HOME As String = "{home}"
Private Const PYTHON_COMMAND As String = "{command}"
' The class of a Python that the start menu or the logon has started: for a PC on which Excel may start nothing.
Private Const SERVED_CLASS As String = "{class}"
Private Const MODE_START As Long = 1
Private Const MODE_STOP As Long = -1
Private Const START_FAILED As Long = vbObjectError + 1000

Private held As Object
Private heldBy As String
Private starts As Long

Public Function AddinPath() As String
    AddinPath = HOME & "xl_addin.xlam"
End Function

' The Python server; starts it if it is not running. Raises an error if it cannot be started.
Public Function Client() As Object
    If held Is Nothing Then Set held = Started()
    Set Client = held
End Function

' The Python server after a harmless question; another one in place of one that has died.
Public Function Living() As Object
    Dim answer As Variant
    On Error Resume Next
    answer = Client().Str("")
    If Err.Number <> 0 Then Forget
    On Error GoTo 0
    Set Living = Client()
End Function

' Starts Python before the first formula needs it. If that fails, the first formula tells.
Public Sub WarmUp()
    On Error Resume Next
    Client
End Sub

' Lets go of a server that no longer answers, so that the next call starts another one.
Public Sub Forget()
    StopPython
End Sub

Public Sub StopPython()
    Dim unused As Variant
    SoeMemory.ForgetAnswers
    If held Is Nothing Then Exit Sub
    Set held = Nothing
    On Error Resume Next
    XLPyDLLActivateAuto unused, heldBy, MODE_STOP
End Sub

Private Function Started() As Object
    Dim result As Variant
    Dim reason As String
    starts = starts + 1
    heldBy = StartCommand()
    If XLPyDLLActivateAuto(result, heldBy, MODE_START) <> 0 Then
        reason = CStr(result)
        heldBy = SERVED_CLASS
        If XLPyDLLActivateAuto(result, heldBy, MODE_START) <> 0 Then Err.Raise START_FAILED, "SoePython", reason
    End If
    Set Started = result
End Function

' Each start has a command of its own: for one that it knows, the library would wait for the class of a server
' that has died.
Private Function StartCommand() As String
    StartCommand = PYTHON_COMMAND & " " & starts
End Function
