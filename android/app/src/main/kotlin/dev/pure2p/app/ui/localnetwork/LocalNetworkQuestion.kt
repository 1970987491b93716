package dev.pure2p.app.ui.localnetwork

import androidx.activity.compose.rememberLauncherForActivityResult
import androidx.activity.result.contract.ActivityResultContracts.RequestPermission
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import dev.pure2p.app.R
import dev.pure2p.app.home.Home
import dev.pure2p.app.network.LocalNetwork

/** Asks once for the local network, where the system wants that. Whatever the answer is, *Reach* shows what it means. */
@Composable
fun LocalNetworkQuestion(home: Home, localNetwork: LocalNetwork) {
    val choices by home.device.choices.collectAsStateWithLifecycle()
    val system = rememberLauncherForActivityResult(RequestPermission()) { home.networksAnswered() }
    if (choices.localNetworkAsked || localNetwork.allowed() != false) return
    fun asked() = home.device.change { it.copy(localNetworkAsked = true) }
    LocalNetworkReason(
        goOn = {
            asked()
            system.launch(LocalNetwork.PERMISSION)
        },
        notNow = ::asked,
    )
}

/** Why the system asks next. */
@Composable
fun LocalNetworkReason(goOn: () -> Unit, notNow: () -> Unit) {
    AlertDialog(
        onDismissRequest = notNow,
        title = { Text(stringResource(R.string.local_network_title)) },
        text = { Text(stringResource(R.string.local_network_why), Modifier.verticalScroll(rememberScrollState())) },
        confirmButton = { TextButton(onClick = goOn) { Text(stringResource(R.string.local_network_go_on)) } },
        dismissButton = { TextButton(onClick = notNow) { Text(stringResource(R.string.local_network_not_now)) } },
    )
}
