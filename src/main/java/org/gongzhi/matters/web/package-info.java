/// The pages and the API of matters.
@NullMarked
package org.gongzhi.matters.web;

import org.jspecify.annotations.NullMarked;
