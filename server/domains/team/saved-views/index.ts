export { orderViews, setDefaultView } from "./arrange-views";
export { changeView, deleteView, restoreView } from "./change-view";
export { saveView } from "./save-view";
export { listViews } from "./seen-views";
