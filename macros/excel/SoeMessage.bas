Attribute VB_Name = "SoeMessage"
Option Explicit
Option Private Module
' Message boxes by Windows itself. That of VBA cuts a Chinese text after some five hundred characters without a word,
' and shows rare characters of names as question marks.

Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal owner As LongPtr, ByVal textAddress As LongPtr, _
                                                           ByVal titleAddress As LongPtr, ByVal style As Long) As Long

' Shows a text with the buttons and the picture of "style" (as MsgBox), and gives the answer.
Public Function Box(ByVal text As String, ByVal style As Long) As Long
    Dim title As String
    title = "改制测算"
    Box = MessageBoxW(Application.Hwnd, StrPtr(text), StrPtr(title), style)
End Function
