/** An error screen is drawn in the browser without the page's texts: these few travel with it. */
export const ERROR_TEXTS = {
  en: {
    title: "This did not load",
    text: "Nothing is lost. Check your connection and try again.",
    retry: "Try again",
  },
  ru: {
    title: "Не загрузилось",
    text: "Ничего не потеряно. Проверьте соединение и попробуйте ещё раз.",
    retry: "Попробовать снова",
  },
} as const;
