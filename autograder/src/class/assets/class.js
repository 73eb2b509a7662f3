/* class.js - the charts of the class report, drawn from the data that the page holds
   (report_data.c says what is in it). The tables say the same without it. */
"use strict";
(function () {
	const data = JSON.parse(document.getElementById("data").textContent);
	const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
	const charts = [];

	/* ---- points of each stage, in tenths ---- */
	function tenths(stage) {
		const bins = new Array(10).fill(0);
		for (const p of stage.points)
			bins[Math.min(9, Math.max(0, Math.floor(10 * p / stage.max)))]++;
		return bins;
	}

	function drawBins(canvas) {
		const stage = data.stages.find((s) => s.stage.startsWith(canvas.dataset.stage));
		charts.push(new Chart(canvas, {
			type: "bar",
			data: {
				labels: tenths(stage).map((_, i) => `${stage.max * i / 10} to ${stage.max * (i + 1) / 10}`),
				datasets: [{ data: tenths(stage), backgroundColor: colour("--bar"),
				             categoryPercentage: 1, barPercentage: .92 }],
			},
			options: {
				animation: false, responsive: false, events: ["mousemove", "mouseout"],
				plugins: { legend: { display: false }, tooltip: { displayColors: false,
				           callbacks: { label: (x) => `${x.raw} students` } } },
				scales: { x: { display: false }, y: { display: false, beginAtZero: true } },
			},
		}));
	}

	/* ---- misconceptions ---- */
	function drawBeliefs(canvas) {
		const top = data.misconceptions.slice(0, 12);
		const short = (s) => (s.length > 70 ? s.slice(0, 69) + "…" : s);
		canvas.parentElement.style.height = `${3 + 1.7 * top.length}rem`;
		charts.push(new Chart(canvas, {
			type: "bar",
			data: {
				labels: top.map((m) => `${m.number}  ${short(m.believes || "")}`),
				datasets: [{ data: top.map((m) => m.students), backgroundColor: colour("--bar") }],
			},
			options: {
				indexAxis: "y", animation: false, maintainAspectRatio: false,
				plugins: { legend: { display: false } },
				scales: {
					x: { beginAtZero: true, ticks: { precision: 0, color: colour("--dim") },
					     grid: { color: colour("--line") } },
					y: { ticks: { color: colour("--ink"), autoSkip: false, font: { size: 13 } },
					     grid: { display: false } },
				},
			},
		}));
	}

	/* ---- tests against students: too many cells for a library of charts ---- */
	const matrix = document.querySelector("#matrix canvas");
	const says = document.getElementById("matrix-says");
	const select = document.getElementById("matrix-stage");
	const verdicts = { p: "passed", m: "passed, with memory errors", f: "failed", t: "out of time", "-": "not run" };
	const ROW = 18, RATE = 48;
	let shown = null;

	function drawMatrix() {
		const stage = data.stages.find((s) => s.stage === select.value);
		if (!stage || !matrix) return;
		const wide = matrix.clientWidth, tall = ROW * stage.tests.length + 2;
		const ratio = window.devicePixelRatio || 1, label = Math.min(300, wide * .4);
		const fill = { p: colour("--cell-p"), m: colour("--cell-m"), f: colour("--cell-f"),
		               t: colour("--cell-t"), "-": colour("--cell-n") };
		matrix.width = wide * ratio;
		matrix.height = tall * ratio;
		matrix.style.height = `${tall}px`;
		const g = matrix.getContext("2d");
		g.scale(ratio, ratio);
		g.font = "13px system-ui, sans-serif";
		g.textBaseline = "middle";
		const cell = Math.min(18, (wide - label - RATE) / Math.max(1, stage.columns.length));
		stage.rows.forEach((row, y) => {
			g.fillStyle = colour("--ink");
			g.fillText(stage.tests[y].name, 0, ROW * y + ROW / 2, label - 8);
			for (let x = 0; x < row.length; x++) {
				g.fillStyle = fill[row[x]];
				g.fillRect(label + x * cell, ROW * y + 1, cell > 4 ? cell - 1 : cell, ROW - 2);
			}
			const passed = [...row].filter((c) => c === "p" || c === "m").length;
			g.fillStyle = colour("--dim");
			g.fillText(row.length ? `${Math.round(100 * passed / row.length)} %` : "",
			           label + row.length * cell + 8, ROW * y + ROW / 2);
		});
		shown = { stage, label, cell };
	}

	function cellAt(event) {
		const box = matrix.getBoundingClientRect();
		const x = Math.floor((event.clientX - box.left - shown.label) / shown.cell);
		const y = Math.floor((event.clientY - box.top) / ROW);
		const row = shown.stage.rows[y];
		if (!row || x < 0 || x >= row.length) return null;
		return { test: shown.stage.tests[y], student: data.students[shown.stage.columns[x]], verdict: verdicts[row[x]] };
	}

	if (matrix && data.stages.length) {
		select.addEventListener("change", drawMatrix);
		window.addEventListener("resize", drawMatrix);
		matrix.addEventListener("mousemove", (e) => {
			const c = cellAt(e);
			says.textContent = c ? `${c.student.name}: ${c.test.title} (${c.test.name}): ${c.verdict}` : "\u00a0";
		});
		matrix.addEventListener("click", (e) => {
			const c = cellAt(e);
			if (c && c.student.page) location.href = c.student.page;
		});
	}

	/* ---- finding somebody ---- */
	const find = document.getElementById("find");
	const everybody = document.querySelectorAll("#everybody tbody tr");
	find.addEventListener("input", () => {
		const wanted = find.value.toLowerCase();
		everybody.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
	});

	/* ---- each is drawn when it is about to be seen ---- */
	const drawings = [...document.querySelectorAll("canvas.bins")].map((c) => [c, drawBins]);
	const beliefs = document.getElementById("beliefs");
	if (beliefs) drawings.push([beliefs, drawBeliefs]);
	if (matrix && data.stages.length) drawings.push([matrix, drawMatrix]);

	const watcher = new IntersectionObserver((entries) => {
		for (const e of entries.filter((x) => x.isIntersecting)) {
			watcher.unobserve(e.target);
			drawings.find(([c]) => c === e.target)[1](e.target);
		}
	}, { rootMargin: "200px" });
	const drawAll = () => drawings.forEach(([c]) => watcher.observe(c));
	const again = () => { charts.splice(0).forEach((c) => c.destroy()); drawAll(); };

	window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
	window.addEventListener("beforeprint", () => drawings.forEach(([c, draw]) => draw(c)));
	drawAll();
})();
