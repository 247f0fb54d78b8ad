/// Sessions, guards and the pages of the account.
@NullMarked
package org.gongzhi.access.web;

import org.jspecify.annotations.NullMarked;
