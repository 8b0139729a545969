Attribute VB_Name = "SoeRibbon"
Option Explicit
' The buttons of the tab 改制测算: each hands its id and the open workbook to Python and shows the answer.

Private Const BUTTONS_MODULE As String = "xl_addin.hosts.excel.buttons"
Private Const ID_PREFIX As String = "cmd_"
Private Const MASK_QUESTION As String = "身份证号要脱敏吗？公示、交给外单位选“是”，本单位内部使用选“否”。"

Public Sub OnCommand(control As IRibbonControl)
    Dim answer As String
    Dim commandId As String
    If ActiveWorkbook Is Nothing Then
        Show "!" & NoWorkbook()
        Exit Sub
    End If
    commandId = Wanted(Mid$(control.ID, Len(ID_PREFIX) + 1))
    If commandId = "" Then Exit Sub
    Application.StatusBar = "改制测算：正在运行，请稍候……"
    Application.Cursor = xlWait
    answer = Watched(commandId)
    Application.Cursor = xlDefault
    Application.StatusBar = False
    Show answer
End Sub

' The command, with :masked if its copy goes to others; empty if the user thinks better of it.
Private Function Wanted(ByVal commandId As String) As String
    Wanted = commandId
    If Not SoeCatalog.SoeCanMask(commandId) Then Exit Function
    Select Case SoeMessage.Box(MASK_QUESTION, vbYesNoCancel + vbQuestion)
        Case vbYes
            Wanted = commandId & ":masked"
        Case vbCancel
            Wanted = ""
    End Select
End Function

' Python puts everything back itself, unless it is ended half way: calculation must not stay manual then.
Private Function Watched(ByVal commandId As String) As String
    Dim mode As Long
    Dim events As Boolean
    Dim painting As Boolean
    Dim alerts As Boolean
    mode = Application.Calculation
    events = Application.EnableEvents
    painting = Application.ScreenUpdating
    alerts = Application.DisplayAlerts
    ' With alerts Excel asks after a while what to do about the program that it waits for.
    Application.DisplayAlerts = False
    SoeLinks.Hold
    Watched = Pressed(commandId)
    Application.DisplayAlerts = alerts
    Application.EnableEvents = events
    If Application.Calculation <> mode Then Application.Calculation = mode
    Application.ScreenUpdating = painting
    SoeLinks.Release
End Function

Private Function Pressed(ByVal commandId As String) As String
    Dim server As Object
    Dim buttons As Object
    Dim arguments As Object
    On Error GoTo failed
    SoeBridge.TryAgain
    ' A command that changes workbooks must not be sent twice: whether Python lives is asked before.
    Set server = SoePython.Living()
    Set buttons = server.Module(BUTTONS_MODULE)
    Set arguments = server.Tuple((commandId), ActiveWorkbook, (ActiveSheet.Name), CellAddress())
    Pressed = server.Str(server.Call(buttons, "press", arguments))
    Exit Function
failed:
    Pressed = "x" & SoeTrouble.Explained(Err.Number, Err.Description)
End Function

' The first character tells how it went: i for information, ! for faults found, x for failure.
Private Sub Show(ByVal answer As String)
    Dim icon As Long
    Select Case Left$(answer, 1)
        Case "i"
            icon = vbInformation
        Case "!"
            icon = vbExclamation
        Case Else
            icon = vbCritical
    End Select
    If Len(answer) > 1 Then SoeMessage.Box Mid$(answer, 2), icon
End Sub

Private Function NoWorkbook() As String
    NoWorkbook = "没有打开的工作簿，请先打开要处理的工作簿，或新建一个空白工作簿。"
    If ProtectedViewIsOpen() Then NoWorkbook = "这个工作簿处于受保护的视图，请先点窗口上方的“启用编辑”，再按按钮。"
End Function

Private Function ProtectedViewIsOpen() As Boolean
    On Error Resume Next
    ProtectedViewIsOpen = Not (Application.ActiveProtectedViewWindow Is Nothing)
End Function

' A chart sheet has no cell.
Private Function CellAddress() As String
    On Error Resume Next
    CellAddress = ActiveCell.Address(False, False)
End Function
