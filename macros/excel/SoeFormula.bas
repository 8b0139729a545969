Attribute VB_Name = "SoeFormula"
Option Explicit
Option Private Module
' Where a formula calls a function of ours, and what becomes of the result. Reads text only.

' Functions that hand a table on to the cell as it is; every other function around a call makes use of it.
Private Const HANDING_ON As String = "|IF|IFERROR|IFNA|IFS|CHOOSE|SWITCH|LET|"
Private Const DEEPEST As Long = 128

Private ours As String
Private plainCall As Boolean
Private shownCall As Boolean
Private cutCall As Boolean

' Whether it calls one of ours by its bare name, without the path of an add-in file.
Public Function HasPlainCall(ByVal formula As String) As Boolean
    ' A quick look first: our names begin with SOE_ or are written in Chinese.
    If InStr(1, formula, "SOE_", vbTextCompare) = 0 And Not (formula Like "*[! -~]*") Then Exit Function
    Scan formula
    HasPlainCall = plainCall
End Function

' Whether the result of a call goes straight into the cells, not into a function such as SUM or INDEX.
Public Function IsShown(ByVal formula As String) As Boolean
    Scan formula
    IsShown = shownCall
End Function

' Whether an @ before a call that is shown keeps the first cell of its table only.
Public Function HasIntersection(ByVal formula As String) As Boolean
    Scan formula
    HasIntersection = cutCall
End Function

Private Sub Scan(ByVal formula As String)
    Dim used(0 To DEEPEST) As Boolean   ' by depth of brackets: whether a function makes use of what stands there
    Dim depth As Long
    Dim position As Long
    Dim sign As String
    Dim closing As String   ' the quotation mark that is still open
    Dim word As String
    Dim qualified As Boolean
    Dim marked As Boolean
    If ours = "" Then ours = SoeCatalog.SoeNames()
    plainCall = False
    shownCall = False
    cutCall = False
    If Left$(formula, 1) <> "=" Then Exit Sub
    For position = 2 To Len(formula)
        sign = Mid$(formula, position, 1)
        If closing <> "" Then
            If sign = closing Then closing = ""
        ElseIf sign = """" Or sign = "'" Then
            closing = sign
            word = ""
        ElseIf IsWordSign(sign) Then
            word = word & sign
        ElseIf sign = "(" Then
            If depth = DEEPEST Then Exit Sub
            If IsOurs(word) Then
                If Not qualified Then plainCall = True
                If Not used(depth) Then shownCall = True
            End If
            If marked And Not used(depth) And (IsOurs(word) Or IsHandedOn(word)) Then cutCall = True
            depth = depth + 1
            used(depth) = used(depth - 1) Or Not IsHandedOn(word)
            word = ""
            qualified = False
            marked = False
        Else
            If sign = ")" And depth > 0 Then depth = depth - 1
            ' "Book.xlam'!NAME(" keeps the @ that stands before the whole.
            qualified = (sign = "!")
            If Not qualified And sign <> "[" And sign <> "]" And sign <> "\" And sign <> ":" Then marked = (sign = "@")
            word = ""
        End If
    Next position
    If Not shownCall Then cutCall = False
End Sub

Private Function IsWordSign(ByVal sign As String) As Boolean
    ' AscW is negative in the upper half of Unicode.
    IsWordSign = (sign Like "[A-Za-z0-9_.]") Or AscW(sign) > 127 Or AscW(sign) < 0
End Function

Private Function IsOurs(ByVal word As String) As Boolean
    If word <> "" Then IsOurs = InStr(1, ours, "|" & UCase$(word) & "|", vbBinaryCompare) > 0
End Function

' Brackets without a name hand on as well.
Private Function IsHandedOn(ByVal word As String) As Boolean
    IsHandedOn = (word = "")
    If word <> "" Then IsHandedOn = InStr(1, HANDING_ON, "|" & UCase$(Replace(word, "_xlfn.", "")) & "|", vbBinaryCompare) > 0
End Function
