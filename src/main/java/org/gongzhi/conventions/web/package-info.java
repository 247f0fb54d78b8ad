/// Pages and API of conventions.
@NullMarked
package org.gongzhi.conventions.web;

import org.jspecify.annotations.NullMarked;
