"""What the writer of VBA projects refuses: each fault named by module, line and character, and what is allowed kept."""

from __future__ import annotations

import io

import olefile
import pytest
from oletools.olevba import VBA_Parser

from xl_addin.hosts.excel.vba import VbaModule, build_project
from xl_addin.hosts.excel.vba.compression import decompress
from xl_addin.hosts.excel.vba.modules import Kind, stored_source
from xl_addin.values.errors import InputError

BOOK = VbaModule("ThisWorkbook", "document:workbook", "")
EMPTY_SUB = "Sub {}()\nEnd Sub\n"


def build(*modules: VbaModule, name: str = "demo") -> bytes:
    return build_project(name, [BOOK, *modules])


def written(source: str, kind: Kind = "standard", name: str = "甲") -> str:
    """The text that oletools reads in a project with one module of this source."""
    data = build(VbaModule(name, kind, source))
    found = {file.rpartition(".")[0]: text for _, _, file, text in VBA_Parser("x.bin", data=data).extract_macros()}
    return found[name]


def refusal(*sources: str) -> str:
    """The line that says why modules 甲, 乙, 丙 of these sources are refused."""
    names = "甲乙丙"
    with pytest.raises(InputError) as caught:
        build(*(VbaModule(names[at], "standard", source) for at, source in enumerate(sources)))
    assert "\n" not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize("character", ["€", "😀", "\u00a0", "é\u0301", "ǹ", "\ue000", "𠮷"])
def test_a_character_outside_the_code_page_is_named_with_its_line(character: str) -> None:
    message = refusal(f"Option Explicit\n' 说明 {character}\n")
    assert message.startswith("甲 第 2 行")
    assert f"U+{ord(character[-1]) if len(character) == 2 else ord(character):04X}" in message


@pytest.mark.parametrize(
    "character", ["\0", "\x0b", "\x0c", "\x1a", "\x1b", "\x7f", "\u2028", "\ufeff", "\u200b", "\r"]
)
def test_control_and_invisible_characters_are_refused_and_do_not_break_lines(character: str) -> None:
    assert refusal(f"' 一\n' 二{character}三\n").startswith("甲 第 2 行：含有控制字符")


@pytest.mark.parametrize("text", ["“引号”、（括号）——……《书名》　全角空格", "丂丄亐", "①⑩Ⅻ㎡℃α", "镕喆堃頔", "\t制表"])
def test_whatever_the_code_page_holds_may_stand_in_texts_and_comments(text: str) -> None:
    source = f'Function 说明() As String\n    说明 = "{text}" \' {text}\n    Rem {text}\nEnd Function\n'
    assert written(source).replace("\r\n", "\n").endswith(source)


@pytest.mark.parametrize("name", ["经济补偿金", "SOE经济", "工龄２年", "金额＿元", "Ａ股", "镕基", "x_1"])
def test_chinese_names_are_allowed_as_vba_defines_them(name: str) -> None:
    assert f"Sub {name}()" in written(EMPTY_SUB.format(name))


@pytest.mark.parametrize(
    ("name", "character"), [("丂计", "丂"), ("合计（元）", "（"), ("合计，元", "，"), ("２年", "２")]
)
def test_a_character_that_is_no_letter_to_vba_is_named(name: str, character: str) -> None:
    message = refusal("Option Explicit\n" + EMPTY_SUB.format(name))
    assert message == f"甲 第 2 行：字符“{character}”不能用在 VBA 的名称里"


def test_a_full_width_bracket_in_the_middle_of_code_is_found_and_one_in_a_continued_comment_is_not() -> None:
    assert "第 3 行：字符“（”" in refusal("Sub 测算()\n    x = 1 + _\n        Abs（2)\nEnd Sub\n")
    assert written("' 说明 _\n（仍是说明）\nSub 测算()\nEnd Sub\n")
    assert written("Sub 测算()\n    x = 1: Rem （说明）\nEnd Sub\n")


def test_lines_may_have_1023_bytes_and_no_more() -> None:
    longest = "'" + "测" * 511
    assert longest in written(longest)
    assert "长 1025 字节" in refusal("'" + "测" * 512)


def test_24_continued_lines_are_read_and_25_are_not() -> None:
    start, end = "Sub 测算()\n    x = 1", "\nEnd Sub\n"
    assert written(start + " _\n + 1" * 24 + end)
    assert "续行超过 24 个" in refusal(start + " _\n + 1" * 25 + end)


def test_a_continuation_without_a_next_line_and_an_open_quotation_are_refused() -> None:
    assert "续行符" in refusal("Sub 测算()\nEnd Sub _")
    assert refusal('Const 甲 = 1\nConst 乙 = "开').startswith("甲 第 2 行：引号")


@pytest.mark.parametrize("word", ["date", "End", "to", "TYPE", "len", "Array", "me", "string"])
def test_a_reserved_word_is_refused_as_an_argument_even_when_optional(word: str) -> None:
    assert f"参数名 {word} 是 VBA 的保留字" in refusal(
        f"Function 测算(甲, Optional ByVal {word} As Long = 1)\nEnd Function"
    )


def test_arguments_are_told_apart_from_each_other_and_from_their_function() -> None:
    assert "参数名 A 重复" in refusal("Function 测算(a, b, A)\nEnd Function")
    assert "同名" in refusal("Function 测算(测算)\nEnd Function")
    assert "写法不对" in refusal("Function 测算(a b)\nEnd Function")


@pytest.mark.parametrize("name", ["1年", "a" * 256, "end", "_x"])
def test_what_is_no_name_is_refused_as_a_procedure(name: str) -> None:
    assert refusal(EMPTY_SUB.format(name))


def test_public_names_are_unique_in_the_project_whatever_their_case_and_kind() -> None:
    assert "公共名称 测算 在模块 甲 里也有" in refusal(EMPTY_SUB.format("测算"), "Public 测算 As Long")
    assert "SOE_X" in refusal("Function Soe_x()\nEnd Function", "Public Const a = 1, SOE_X = 2")
    assert "公共名称 种类" in refusal("Public Enum 种类\n  一\nEnd Enum", EMPTY_SUB.format("种类"))
    build(
        VbaModule("甲", "standard", "Private " + EMPTY_SUB.format("测算")),
        VbaModule("乙", "standard", EMPTY_SUB.format("测算")),
    )


def test_a_name_twice_in_one_module_is_refused_unless_only_one_is_compiled_or_both_are_accessors() -> None:
    assert "第 3 行：测算 与第 1 行的名称重复" in refusal(
        EMPTY_SUB.format("测算") + "Private " + EMPTY_SUB.format("测算")
    )
    declare = '    Private Declare {}Function F Lib "a{}.dll" (ByRef x As Variant) As Long\n'
    assert written(f"#If Win64 Then\n{declare.format('PtrSafe ', 64)}#Else\n{declare.format('', 32)}#End If\n")
    assert "名称重复" in refusal(f"#If Win64 Then\n{declare.format('', 64)}#End If\n{declare.format('', 32)}")
    assert written("Property Get 值()\nEnd Property\nProperty Let 值(v)\nEnd Property\n", "class")


def test_a_procedure_may_not_be_named_as_a_module() -> None:
    assert "过程 乙 与模块 乙 同名" in refusal(EMPTY_SUB.format("乙"), "")
    assert "过程 thisworkbook 与模块 ThisWorkbook 同名" in refusal(EMPTY_SUB.format("thisworkbook"))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("测" * 32, "最多 31 个"),
        ("end", "不是合法的 VBA 名称"),
        ("a b", "不是合法的 VBA 名称"),
        ("ａ（", "不是合法的 VBA 名称"),
        ("", "不是合法的 VBA 名称"),
        ("DEMO", "与工程同名"),
        ("thisWorkbook", "与另一个模块同名"),
    ],
)
def test_a_module_name_that_vba_would_not_take_is_refused(name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        build(VbaModule(name, "standard", ""))


def test_a_module_name_may_have_31_chinese_characters() -> None:
    assert written("", name="测" * 31).startswith(f'Attribute VB_Name = "{"测" * 31}"')


def test_a_project_has_an_english_name_one_workbook_and_a_known_code_page() -> None:
    with pytest.raises(InputError, match="工程名"):
        build(name="工程")
    with pytest.raises(InputError, match="工作簿模块"):
        build_project("demo", [VbaModule("甲", "standard", "")])
    with pytest.raises(InputError, match="代码页 936，现为 1252"):
        build_project("demo", [BOOK], 1252)


def test_the_head_of_a_class_file_is_left_out_and_the_attributes_that_excel_keeps_are_put_in() -> None:
    head = "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1  'True\nEND\n"
    text = written(head + 'Attribute VB_Name = "甲"\nAttribute VB_PredeclaredId = True\nOption Explicit\n', "class")
    assert text.splitlines() == [
        'Attribute VB_Name = "甲"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = False",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = False",
        "Option Explicit",
    ]


def test_the_workbook_and_its_sheets_are_what_excel_knows_them_as() -> None:
    assert 'VB_Base = "0{00020819-0000-0000-C000-000000000046}"' in stored_source(BOOK)
    sheet = VbaModule("Sheet1", "document:sheet", "")
    assert 'VB_Base = "0{00020820-0000-0000-C000-000000000046}"' in stored_source(sheet)
    assert "VB_PredeclaredId = True\r\nAttribute VB_Exposed = True" in stored_source(sheet)


@pytest.mark.parametrize(
    ("kind", "head", "reason"),
    [
        ("standard", 'Attribute VB_Name = "乙"', "VB_Name 写的是"),
        ("standard", "Attribute VB_Exposed = True", "没有属性 VB_Exposed"),
        ("class", "Attribute VB_Customizable = True", "VB_Customizable 只能是 False"),
        ("standard", "Option Explicit\nAttribute VB_Exposed = True", "只能写在模块开头"),
        ("standard", 'Sub 测算()\nAttribute 别的.VB_Description = "x"\nEnd Sub', "应紧跟在它的声明之后"),
        ("standard", 'Sub 测算()\nx = 1\nAttribute 测算.VB_Description = "x"\nEnd Sub', "应紧跟在它的声明之后"),
        ("standard", 'Sub 测算()\nAttribute 测算.VB_Descripton = "x"\nEnd Sub', "不认识的属性"),
    ],
)
def test_an_attribute_at_the_wrong_place_is_refused(kind: Kind, head: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        build(VbaModule("甲", kind, head))


def test_help_for_the_function_wizard_follows_the_first_line_of_its_function() -> None:
    source = (
        "Public Function 测算(a, _\n    b) As Variant\n"
        'Attribute 测算.VB_Description = "说明""一"""\n'
        'Attribute 测算.VB_ProcData.VB_Invoke_Func = " \\n14"\n'
        "End Function\n"
    )
    assert written(source).replace("\r\n", "\n").endswith(source)


def test_either_line_end_gives_the_same_project() -> None:
    source = "Option Explicit\nSub 测算()\nEnd Sub\n"
    assert build(VbaModule("甲", "standard", source)) == build(
        VbaModule("甲", "standard", source.replace("\n", "\r\n").rstrip())
    )


def test_text_that_cannot_be_compressed_without_loss_is_refused() -> None:
    """A last chunk under 4096 bytes that has no repetition at all would come back with zeros."""
    import random

    letters = [chr(code) for code in range(0x4E00, 0x9FA5) if len(chr(code).encode("cp936")) == 2]
    random.Random(1).shuffle(letters)
    source = "\n".join("'" + "".join(letters[at : at + 500]) for at in range(0, 2000, 500))
    assert "无法压缩" in refusal(source)


def test_there_is_no_compiled_code_and_the_code_page_is_the_chinese_one() -> None:
    streams = olefile.OleFileIO(io.BytesIO(build(VbaModule("甲", "standard", ""))))
    assert streams.openstream("VBA/_VBA_PROJECT").read().hex() == "cc61ffff000100"
    assert not [name for name in streams.listdir() if "__SRP" in name[-1]]
    records = decompress(streams.openstream("VBA/dir").read())
    for record in ("020004000000 09040000", "140004000000 09040000", "030002000000 a803"):
        assert bytes.fromhex(record) in records
    assert bytes.fromhex("310004000000 00000000") in records, "text begins at once"
