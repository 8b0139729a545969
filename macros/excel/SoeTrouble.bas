Attribute VB_Name = "SoeTrouble"
Option Explicit
Option Private Module
' What users are told when the Python part cannot be reached: once in a session for all cells together.

Private Const FILE_NOT_FOUND As Long = 53
Private Const CANNOT_LOAD As Long = 48
Private Const REMOTE_GONE As Long = 462
Private Const RPC_UNAVAILABLE As Long = &H800706BA
Private Const RPC_FAILED As Long = &H800706BE
Private Const RPC_NOT_EXECUTED As Long = &H800706BF
Private Const RPC_DISCONNECTED As Long = &H80010108
Private Const RPC_SERVER_DIED As Long = &H80010007
Private Const RPC_SERVER_DIED_UNEXECUTED As Long = &H80010012
Private Const CALL_REJECTED As Long = &H80010001
Private Const RETRY_LATER As Long = &H8001010A
Private Const LONGEST As Long = 200
Private Const TRACE_HEAD As String = "Traceback"
Private Const UNEXPECTED As String = "Unexpected Python Error:"
Private Const NOT_CREATED As String = "Could not create Python process"

Private told As Boolean

' Whether the error says that the Python process is no longer there.
Public Function IsLost(ByVal number As Long) As Boolean
    Select Case number
        Case REMOTE_GONE, RPC_UNAVAILABLE, RPC_FAILED, RPC_NOT_EXECUTED, RPC_DISCONNECTED, RPC_SERVER_DIED, _
             RPC_SERVER_DIED_UNEXECUTED
            IsLost = True
    End Select
End Function

' Whether the Python process is there but has no time at this moment.
Public Function IsBusy(ByVal number As Long) As Boolean
    IsBusy = (number = CALL_REJECTED Or number = RETRY_LATER)
End Function

' Tells the trouble of a cell, the first time only: twelve thousand cells may meet it together.
Public Sub TellOnce(ByVal number As Long, ByVal description As String)
    If told Then Exit Sub
    told = True
    Say Explained(number, description) & vbLf & vbLf & "排除之前，本插件的公式显示 #VALUE!，请不要使用这些单元格。"
End Sub

Public Function Explained(ByVal number As Long, ByVal description As String) As String
    Select Case True
        Case number = FILE_NOT_FOUND
            Explained = "找不到改制测算插件的后台程序，可能没有安装完整，或被杀毒软件移走。" & vbLf & _
                "请关闭 Excel，重新运行安装包里的“安装.cmd”。" & Bitness()
        Case number = CANNOT_LOAD
            Explained = "改制测算插件的连接库不能载入，可能被杀毒软件拦截，或文件已损坏。" & vbLf & _
                "请把 C:\ProgramData\xl_addin 加入信任后重新安装。" & Bitness()
        Case IsLost(number)
            Explained = "改制测算插件的后台程序意外退出，重新启动没有成功。" & vbLf & _
                "请保存工作簿，关闭全部 Excel 窗口，再重新打开。"
        Case IsBusy(number)
            Explained = "改制测算插件的后台程序正忙，请等当前操作结束后按 F9 重算。"
        Case InStr(description, NOT_CREATED) > 0
            Explained = "Windows 没有让 Excel 启动改制测算插件的后台程序，可能被杀毒软件或单位的安全策略（禁止 Office 启动子进程）拦截。" & _
                vbLf & "请点开始菜单“改制测算→启动后台程序”，半分钟后按 Ctrl+Alt+F9；或请电脑管理员放行 " & _
                "C:\ProgramData\xl_addin\python\pythonw.exe。" & vbLf & Cause(description)
        Case Else
            Explained = "改制测算插件的后台程序没有正常工作，请重新运行安装包里的“安装.cmd”；仍不行请把下面一行报给维护人员：" & _
                vbLf & Cause(description) & "（" & number & "）"
    End Select
End Function

' A message box where a person is there to close it; nothing when a program drives an invisible Excel.
Public Sub Say(ByVal text As String)
    If Application.Visible And Application.Interactive Then SoeMessage.Box text, vbCritical
End Sub

Private Function Bitness() As String
    #If Win64 Then
        Bitness = vbLf & "（本机 Excel 是 64 位。）"
    #Else
        Bitness = vbLf & "（本机 Excel 是 32 位。）"
    #End If
End Function

' What a report says of the cause. Of the library's own it stands before the command line that was tried. Python's
' report of where an error arose is turned round by the library: the cause is its first line; as Python writes it, the last.
Private Function Cause(ByVal description As String) As String
    Dim text As String
    Dim place As Long
    text = Replace(description, vbCr, vbLf)
    place = InStr(text, vbLf & "Command:")
    If place > 0 Then
        Cause = Left$(Trim$(Replace(Left$(text, place - 1), vbLf, " ")), LONGEST)
    Else
        Cause = CauseOf(Trim$(Replace(text, UNEXPECTED, "")))
    End If
End Function

Private Function CauseOf(ByVal report As String) As String
    Dim lines() As String
    Dim index As Long
    Dim isLast As Boolean
    Dim found As String
    lines = Split(report, vbLf)
    For index = LBound(lines) To UBound(lines)
        ' Lines set in belong to the one that names a place in the program.
        If Len(Trim$(lines(index))) > 0 And Left$(lines(index), 1) <> " " Then
            If Left$(lines(index), Len(TRACE_HEAD)) = TRACE_HEAD Then
                If found <> "" Then Exit For
                isLast = True
            Else
                found = lines(index)
                If Not isLast Then Exit For
            End If
        End If
    Next index
    CauseOf = Left$(Trim$(found), LONGEST)
End Function
