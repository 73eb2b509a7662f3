"use strict";

/* A link may lead into a closed finding: open what holds its target. */
function open_target() {
	const target = document.getElementById(location.hash.slice(1));

	for (let element = target; element; element = element.parentElement)
		if (element.tagName === "DETAILS")
			element.open = true;
	if (target)
		target.scrollIntoView();
}
addEventListener("hashchange", open_target);
open_target();

/* On paper nothing can be opened, so all of it is. */
let closed = [];
addEventListener("beforeprint", () => {
	closed = [...document.querySelectorAll("details:not([open])")];
	closed.forEach((details) => { details.open = true; });
});
addEventListener("afterprint", () => {
	closed.forEach((details) => { details.open = false; });
});

/* n and p go from finding to finding. */
const findings = [...document.querySelectorAll(".finding")];
let current = -1;
addEventListener("keydown", (event) => {
	const step = { n: 1, p: -1 }[event.key];

	if (!step || event.ctrlKey || event.metaKey || event.altKey || findings.length === 0)
		return;
	current = Math.min(Math.max(current + step, 0), findings.length - 1);
	findings[current].open = true;
	findings[current].querySelector("summary").focus();
	findings[current].scrollIntoView({ block: "start" });
});
