// One runtime for the pane, the buttons and the functions: what a function is refused for, the pane can mend.

import { associateButtons } from "./buttons.js";
import { associateFunctions } from "./calls.js";
import { begin } from "./pane.js";

associateFunctions();
associateButtons();
Office.onReady(begin);
