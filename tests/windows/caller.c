/* What a 32-bit Excel does, for tests: loads xlwings' 32-bit library, starts Python by it and holds what it gives.
 *
 * caller.exe LIBRARY COMMAND CLASS-ID: writes "held", then lets others call the held object until its input ends: it is
 * put among the running objects of Windows, from which a 64-bit Python takes it. Each call then goes through this
 * process and the library, as a cell's does. Stops Python before it ends. Otherwise writes the library's reason.
 */
#include <stdio.h>
#include <windows.h>
#include <oleauto.h>

typedef HRESULT(__stdcall *Activate)(VARIANT *result, const char *command, int mode);

static HANDLE input_ended;

static DWORD WINAPI wait_for_end(LPVOID unused)
{
    (void)unused;
    while (getchar() != EOF)
        ;
    SetEvent(input_ended);
    return 0;
}

static void answer_calls(void)
{
    MSG message;
    input_ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    CreateThread(NULL, 0, wait_for_end, NULL, 0, NULL);
    while (MsgWaitForMultipleObjects(1, &input_ended, FALSE, INFINITE, QS_ALLINPUT) != WAIT_OBJECT_0)
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
}

int main(int count, char **words)
{
    VARIANT held;
    WCHAR name[64];
    CLSID class_id;
    DWORD place;
    HMODULE library = count == 4 ? LoadLibraryA(words[1]) : NULL;
    Activate activate = library ? (Activate)GetProcAddress(library, "XLPyDLLActivateAuto") : NULL;

    if (!activate)
        return printf("the library is not loaded, error %lu\n", GetLastError()), 1;
    CoInitialize(NULL);
    VariantInit(&held);
    if (FAILED(activate(&held, words[2], 1)) || held.vt != VT_DISPATCH)
        return printf("%ls\n", held.vt == VT_BSTR ? held.bstrVal : L"no reason given"), 1;
    MultiByteToWideChar(CP_ACP, 0, words[3], -1, name, 64);
    if (FAILED(CLSIDFromString(name, &class_id)) ||
        FAILED(RegisterActiveObject((IUnknown *)held.pdispVal, &class_id, ACTIVEOBJECT_STRONG, &place)))
        return printf("the object cannot be offered to others\n"), 1;
    printf("held by %d bits\n", (int)sizeof(void *) * 8);
    fflush(stdout);
    answer_calls();
    RevokeActiveObject(place, NULL);
    VariantClear(&held);
    activate(&held, words[2], -1);
    return 0;
}
