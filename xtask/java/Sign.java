import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Signs an APK, aligns what is in it, and looks whether phones would take it: {@code IN OUT KEYSTORE PASSWORD MIN}. */
public class Sign {
    public static void main(String[] words) throws Exception {
        char[] password = words[3].toCharArray();
        int min = Integer.parseInt(words[4]);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = new FileInputStream(words[2])) {
            store.load(file, password);
        }
        String alias = store.aliases().nextElement();
        X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
        PrivateKey key = (PrivateKey) store.getKey(alias, password);
        File out = new File(words[1]);
        new ApkSigner.Builder(List.of(new ApkSigner.SignerConfig.Builder("test", key, List.of(certificate)).build()))
            .setInputApk(new File(words[0]))
            .setOutputApk(out)
            .setMinSdkVersion(min)
            .setV1SigningEnabled(false)
            .build()
            .sign();
        ApkVerifier.Result result = new ApkVerifier.Builder(out).setMinCheckedPlatformVersion(min).build().verify();
        if (!result.isVerified() || !result.getErrors().isEmpty() || !result.getWarnings().isEmpty()) {
            System.err.println(result.getErrors() + " " + result.getWarnings());
            System.exit(1);
        }
    }
}
