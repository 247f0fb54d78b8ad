/// Reads workbooks (ECMA-376, .xlsx) piece by piece. A workbook is somebody else's archive: every stream in it is
/// unpacked under a limit, a string is kept as far as a cell of the register can hold it, and no name or comment of
/// it is kept at all, so that what it costs to read one is known before it comes. It knows neither Spring nor SQL.
@NullMarked
package org.gongzhi.register.workbook;

import org.jspecify.annotations.NullMarked;
