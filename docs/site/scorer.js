/* Order of what the search finds: Chinese pages first when Chinese is asked, and a heading is shown by its own words. */
var Scorer = {
  score: (result) => {
    const [page, title, anchor, , score, , kind] = result;
    const asked = document.querySelector('input[name="q"]');
    const chinese = /[\u3400-\u9fff]/;
    if (kind === "index" && anchor) {
      for (const [heading, places] of Object.entries(Search._index.alltitles)) {
        if (places.some(([file, id]) => Search._index.docnames[file] === page && "#" + id === anchor)) {
          result[1] = `${title} > ${heading}`;
        }
      }
    }
    return asked && chinese.test(asked.value) && !chinese.test(title) ? score - 2 : score;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
