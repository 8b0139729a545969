// A workbook of the 1904 date system hands over other numbers for days: whatever is computed of them is four years off.

const DAY = 1463; // 1904-01-02 in a workbook of the usual system
const SECONDS = 3; // Excel may be too busy to tell
const REASON = "本工作簿用的是 1904 日期系统，函数会把日期算差四年，所以没有算：请点“文件→选项→高级”，去掉“使用 1904 日期系统”，核对日期后再重算";
let usual = false;
let tries = 3;

// Throws for such a workbook; one that is in order is asked about once.
export async function refuseDates1904() {
  if (usual || !window.Excel) return;
  const day = await Promise.race([told(), new Promise((resolve) => setTimeout(resolve, SECONDS * 1000))]).catch(() => undefined);
  if (day === DAY - 1462) throw new Error(REASON);
  tries -= 1;
  usual = day !== undefined || tries === 0;
}

async function told() {
  return Excel.run(async (context) => {
    const found = context.workbook.functions.date(1904, 1, 2);
    found.load("value");
    await context.sync();
    return found.value;
  });
}
