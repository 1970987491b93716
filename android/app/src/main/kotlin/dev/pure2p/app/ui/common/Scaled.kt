package dev.pure2p.app.ui.common

import androidx.compose.runtime.Composable
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.TextUnit

/** A length that grows with the letters: a sign beside words is read as they are. */
@Composable
fun scaled(size: TextUnit): Dp = with(LocalDensity.current) { size.toDp() }
