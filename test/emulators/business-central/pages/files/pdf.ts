/** Characters that mean something inside a PDF text. */
const escaped = (text: string) => text.replace(/[\\()]/g, (character) => `\\${character}`)

/**
 * A one-page PDF with lines of plain text: enough for a viewer to open and a test to find the document's number in.
 * Characters outside Latin-1 become question marks.
 */
export function pdf(lines: readonly string[]): Uint8Array {
  const text = lines.map((line, row) => `BT /F1 12 Tf 56 ${780 - row * 18} Td (${escaped(line)}) Tj ET`).join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const file = `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(file.replace(/[^\x00-\xff]/g, '?'), 'latin1')
}
