/// Pages and API of councils.
@NullMarked
package org.gongzhi.councils.web;

import org.jspecify.annotations.NullMarked;
