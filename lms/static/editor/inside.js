// Inside the preview: links to other sites and files open beside it, links to other lessons keep its language.

for (const kind of ["click", "auxclick"]) {
  document.addEventListener(kind, (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    const isElsewhere = link.origin !== location.origin || link.pathname.includes("/files/");
    if (isElsewhere) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    else if (!link.search) link.search = location.search;
  });
}
