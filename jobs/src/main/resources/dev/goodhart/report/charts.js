(() => {
  "use strict";
  // Each chart is drawn from the data table in its own figure, so both always agree.
  const root = document.documentElement;
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const drawn = [];

  function readTable(table) {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows];
    const columns = heads
      .map((head, place) => ({ head, place: place + 1 }))
      .filter(({ head }) => !head.hasAttribute("data-only-table"))
      .map(({ head, place }) => ({
        name: head.textContent,
        colour: head.dataset.colour,
        role: head.dataset.role,
        values: rows.map((row) => {
          const data = row.cells[place].querySelector("data");
          return data === null ? null : Number(data.value);
        }),
        texts: rows.map((row) => row.cells[place].textContent),
      }));
    return {
      columns,
      labels: rows.map((row) => row.cells[0].textContent),
      isYoung: rows.map((row) => row.hasAttribute("data-young")),
      marks: rows.map((row) => row.dataset.mark || null),
      first: table.tHead.rows[0].cells[0].textContent,
    };
  }

  function compact(value) {
    const units = [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]];
    const unit = units.find(([size]) => Math.abs(value) >= size);
    return unit ? +(value / unit[0]).toPrecision(3) + "\u00a0" + unit[1] : String(+value.toPrecision(3));
  }

  const axisText = {
    count: compact,
    usd: (value) => "$" + compact(value),
    correlation: (value) => (value > 0 ? "+" : value < 0 ? "\u2212" : "") + Math.abs(value),
  };

  function tooltipOf(data) {
    return (points) => {
      const row = points[0].dataIndex;
      const box = document.createElement("div");
      const head = document.createElement("strong");
      head.textContent = data.first + " " + data.labels[row];
      box.append(head);
      for (const column of data.columns) {
        const line = document.createElement("div");
        line.textContent = column.name + ": " + column.texts[row];
        box.append(line);
      }
      if (data.marks[row]) {
        const line = document.createElement("div");
        line.textContent = "Made known: " + data.marks[row];
        box.append(line);
      }
      return box;
    };
  }

  // Laid over the colours of a stack, from the bottom up; as in the legend, so that nothing hangs on colour alone.
  const patterns = [
    null,
    { name: "striped", symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1.2, 5], rotation: -Math.PI / 4 },
    { name: "dotted", symbol: "circle", symbolSize: 0.4, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0] },
    { name: "lined", symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 7] },
  ];

  function stackSeries(data) {
    return data.columns.map((column, place) => ({
      type: "bar",
      name: column.name,
      stack: "all",
      barMaxWidth: 42,
      data: column.values,
      itemStyle: {
        color: colour(column.colour),
        borderColor: colour("page"),
        borderWidth: 0.5,
        decal: patterns[place] && { ...patterns[place], color: colour("page") },
      },
      emphasis: { disabled: true },
    }));
  }

  function lineSeries(data) {
    return data.columns.map((column) => ({
      type: "line",
      name: column.name,
      data: column.values,
      symbol: "circle",
      symbolSize: 7,
      lineStyle: { color: colour(column.colour), width: 2 },
      itemStyle: { color: colour(column.colour) },
      emphasis: { disabled: true },
    }));
  }

  function bandSeries(data) {
    const of = (role) => data.columns.find((column) => column.role === role);
    const [line, low, high] = [of("line"), of("low"), of("high")];
    const ink = colour(line.colour);
    const bound = { type: "line", stack: "band", stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 } };
    const marks = data.marks
      .map((name, row) => ({ name, row }))
      .filter(({ name }) => name !== null)
      .map(({ name, row }) => ({ name, xAxis: row }));
    const strokes = low.values
      .map((value, row) => [
        { coord: [row, value], symbol: "none", lineStyle: { type: "solid", color: ink, width: 1 }, label: { show: false } },
        { coord: [row, high.values[row]], symbol: "none" },
      ])
      .filter(([from, to]) => from.coord[1] !== null && to.coord[1] !== null);
    return [
      { ...bound, data: low.values },
      {
        ...bound,
        data: high.values.map((value, row) => (value === null ? null : value - low.values[row])),
        areaStyle: { color: ink, opacity: 0.18 },
      },
      {
        type: "line",
        name: line.name,
        data: line.values.map((value, row) => ({
          value,
          itemStyle: { color: data.isYoung[row] ? colour("page") : ink, borderColor: ink, borderWidth: 2 },
        })),
        symbol: "circle",
        symbolSize: 9,
        lineStyle: { color: ink, width: 2 },
        emphasis: { disabled: true },
        markLine: {
          silent: true,
          z: 1,
          symbol: "none",
          data: [...strokes, ...marks],
          lineStyle: { color: colour("bad"), width: 1.5, type: "dashed" },
          label: { formatter: "{b}", color: colour("ink"), position: "end" },
        },
      },
    ];
  }

  const seriesOf = { stack: stackSeries, line: lineSeries, band: bandSeries };

  function legendOf(figure, data) {
    const legend = figure.querySelector(".legend");
    const shown = data.columns.filter((column) => column.colour);
    legend.replaceChildren(
      ...shown.map((column, place) => {
        const entry = document.createElement("li");
        if (patterns[place] && figure.dataset.kind === "stack") {
          entry.className = patterns[place].name;
        }
        entry.textContent = column.name;
        entry.style.setProperty("--mark", "var(--" + column.colour + ")");
        return entry;
      }),
    );
    legend.hidden = shown.length < 2;
  }

  function optionOf({ chart, figure, data }) {
    const hasRoom = chart.getWidth() / data.labels.length > 52;
    const unit = figure.dataset.unit;
    const isBand = figure.dataset.kind === "band";
    const text = { color: colour("quiet"), fontSize: 12, fontFamily: getComputedStyle(document.body).fontFamily };
    return {
      animation: false,
      textStyle: text,
      grid: { left: 4, right: 12, top: isBand ? 28 : 14, bottom: 4, containLabel: true },
      tooltip: {
        trigger: "axis",
        confine: true,
        formatter: tooltipOf(data),
        backgroundColor: colour("page"),
        borderColor: colour("line"),
        textStyle: { color: colour("ink"), fontSize: 13 },
        axisPointer: { type: figure.dataset.kind === "stack" ? "shadow" : "line" },
      },
      xAxis: {
        type: "category",
        data: data.labels,
        axisLabel: { ...text, interval: hasRoom ? 0 : "auto", hideOverlap: true },
        axisLine: { onZero: !isBand, lineStyle: { color: colour("line") } },
        axisTick: { show: false },
      },
      yAxis: {
        type: "value",
        min: isBand ? -1 : undefined,
        max: isBand ? 1 : undefined,
        interval: isBand ? 0.5 : undefined,
        minInterval: unit === "count" ? 1 : undefined,
        splitNumber: 4,
        axisLabel: { ...text, formatter: axisText[unit] },
        splitLine: { lineStyle: { color: colour("line") } },
      },
      series: seriesOf[figure.dataset.kind](data),
    };
  }

  function draw() {
    for (const each of drawn) {
      each.chart.setOption(optionOf(each), true);
    }
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    figure.classList.add("drawn");
    const data = readTable(figure.querySelector("table"));
    legendOf(figure, data);
    const picture = figure.querySelector(".picture");
    const chart = echarts.init(picture, null, { renderer: "svg" });
    const each = { chart, figure, data, picture };
    drawn.push(each);
    new ResizeObserver(() => {
      chart.resize();
      chart.setOption(optionOf(each), true);
    }).observe(picture);
  }
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  // Drawn as wide as a column of A4, then scaled to what the paper has.
  addEventListener("beforeprint", () => {
    root.classList.add("paper");
    for (const { chart, figure, picture } of drawn) {
      const size = { width: figure.closest(".pair") ? 330 : 680, height: 210 };
      chart.resize(size);
      picture.querySelector("svg").setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    }
    draw();
  });
  addEventListener("afterprint", () => {
    root.classList.remove("paper");
    for (const { chart, picture } of drawn) {
      picture.querySelector("svg").removeAttribute("viewBox");
      chart.resize();
    }
    draw();
  });
})();
