/// Pages and API of inspections.
@NullMarked
package org.gongzhi.inspections.web;

import org.jspecify.annotations.NullMarked;
