/// Pages and API of the exchange.
@NullMarked
package org.gongzhi.exchange.web;

import org.jspecify.annotations.NullMarked;
