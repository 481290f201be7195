import { PassThrough } from "node:stream";
import ExcelJS from "exceljs";
import type { Format } from "./contract";

export const xlsx: Format = {
  contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  write(ctx, { name, columns, pages }) {
    const stream = new PassThrough();
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream });
    const fill = async () => {
      const sheet = workbook.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
      sheet.columns = columns.map((header) => ({ header, width: 18 }));
      for await (const rows of pages) {
        for (const row of rows) sheet.addRow(row).commit();
      }
      await workbook.commit();
    };
    fill().catch((error: Error) => {
      ctx.log.error({ err: error, report: name }, "an export broke off");
      stream.destroy(error);
    });
    return stream;
  },
};
