import { columnName, escapeText } from './xlsx-text.js';

/** The styles of `styles.xml`, by their number. */
export const CELL_STYLE = { plain: 0, heading: 1, quoted: 2 } as const;

/** A list of which a cell offers a choice; what is not in it may be typed all the same. */
export interface Choice {
  /** Column of the cells, from 0. */
  column: number;
  /** Where the list stands: name of the sheet, its column from 0, and how many entries follow the heading. */
  list: { sheet: string; column: number; length: number };
  /** Shown when a cell of the column is entered. */
  hint: string;
}

/** How a sheet looks, apart from what is in it. */
export interface SheetLayout {
  name: string;
  /** Widths in characters. */
  widths?: readonly (number | undefined)[];
  choices?: readonly Choice[];
  /** Rows below the headings that offer the choices. */
  choiceRows?: number;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Everything in the archive but the sheets. */
export function fixedParts(sheets: readonly SheetLayout[]): Record<string, string> {
  const each = (write: (number: number, sheet: SheetLayout) => string) =>
    sheets.map((sheet, index) => write(index + 1, sheet)).join('');
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${each((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((number, { name }) => `<sheet name="${escapeText(name)}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each((number) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs></styleSheet>`,
  };
}

/** The XML of a sheet up to its first row: the headings stay in sight. */
export function sheetStart({ widths = [] }: SheetLayout): string {
  const columns = widths.flatMap((width, index) =>
    width === undefined
      ? []
      : [`<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`],
  );
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columns.length > 0 ? `<cols>${columns.join('')}</cols>` : ''}<sheetData>`;
}

/** The XML of a sheet after its last row. */
export function sheetEnd({ choices = [], choiceRows = 1000 }: SheetLayout): string {
  const validations = choices.map(({ column, list, hint }) => {
    const cells = `${columnName(column)}2:${columnName(column)}${choiceRows + 1}`;
    const source = `'${list.sheet.replaceAll("'", "''")}'!$${columnName(list.column)}$2:$${columnName(list.column)}$${list.length + 1}`;
    return `<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="0" prompt="${escapeText(hint)}" sqref="${cells}"><formula1>${escapeText(source)}</formula1></dataValidation>`;
  });
  const list =
    validations.length > 0
      ? `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`
      : '';
  return `</sheetData>${list}</worksheet>`;
}
