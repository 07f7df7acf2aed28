package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.ForwardProxy;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.VmcasterRun;
import io.vmcaster.testing.WebServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users behind a proxy: only the proxy knows where the host of the list is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyTest {

  private static final String HOST = "images.example.org";

  @TempDir Path directory;
  private LocalSite site;
  private WebServer plain;
  private WebServer secure;
  private ForwardProxy proxy;

  @BeforeAll
  void publish(@TempDir Path home) throws Exception {
    site = LocalSite.published(home);
    plain = WebServer.start();
    secure = WebServer.start(site.ca().host(HOST).issue());
    byte[] list = site.published().getBytes(StandardCharsets.US_ASCII);
    plain.serve("/list.smime", 200, list);
    secure.serve("/list.smime", 200, list);
  }

  @BeforeEach
  void startProxy() throws Exception {
    proxy = ForwardProxy.start();
  }

  @AfterEach
  void stopProxy() throws Exception {
    proxy.close();
  }

  @AfterAll
  void stop() {
    plain.close();
    secure.close();
  }

  private VmcasterRun vmcaster() {
    return VmcasterRun.in(directory).with("X509_CERT_DIR", site.ca().directory().toString());
  }

  private void proxyKnows(String scheme) {
    proxy.knows(HOST, scheme.equals("http") ? plain.port() : secure.port());
  }

  private static String list(String scheme) {
    return scheme + "://" + HOST + "/list.smime";
  }

  @ParameterizedTest
  @CsvSource({"http, http_proxy", "http, HTTP_PROXY", "https, https_proxy", "https, HTTPS_PROXY"})
  void listsAreReadThroughIt(String scheme, String variable) {
    proxyKnows(scheme);
    VmcasterRun vmcaster = vmcaster().with(variable, proxy.url());
    assertThat(vmcaster.run("--download-imagelist", list(scheme)).succeeded().out())
        .startsWith(LIST);
    vmcaster.run("--imagelist-verify", list(scheme)).succeeded();
    vmcaster.run("--imagelist-check", list(scheme)); // this list is too bare to be free of findings
    assertThat(proxy.asked())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(
            scheme.equals("http")
                ? line -> line.equals("GET " + list("http"))
                : line -> line.equals("CONNECT " + HOST + ":443"));
  }

  @Test
  void itsSchemeMayBeLeftOut() {
    proxyKnows("http");
    vmcaster()
        .with("http_proxy", "127.0.0.1:" + proxy.port())
        .run("--imagelist-verify", list("http"))
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void itMayWantALogin(String scheme) throws Exception {
    proxyKnows(scheme);
    proxy.wants("jane:se cret");
    String variable = scheme + "_proxy";
    ProgramProcess vmcaster =
        ProgramProcess.in(directory)
            .with("X509_CERT_DIR", site.ca().directory().toString())
            .with(variable, proxy.url());
    assertThat(vmcaster.run("--imagelist-verify", list(scheme)).ended(3).err())
        .contains("the proxy wants a login", variable, "user:password@");
    vmcaster.with(variable, proxy.url().replace("//", "//jane:wrong@"));
    assertThat(vmcaster.run("--imagelist-verify", list(scheme)).ended(3).err())
        .contains("the proxy refuses the login", variable)
        .doesNotContain("wrong");
    vmcaster.with(variable, proxy.url().replace("//", "//jane:se%20cret@"));
    vmcaster.run("--imagelist-verify", list(scheme)).succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "example.com, 127.0.0.1", "*", "127.0.0.1:PORT"})
  void someHostsAreReachedWithoutIt(String hosts) {
    vmcaster()
        .with("http_proxy", proxy.url())
        .with("no_proxy", hosts.replace("PORT", Integer.toString(plain.port())))
        .run("--imagelist-verify", plain.url("/list.smime"))
        .succeeded();
    assertThat(proxy.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"27.0.0.1", "127.0.0.1:1", "ocalhost", ""})
  void othersAreNot(String hosts) {
    vmcaster()
        .with("http_proxy", proxy.url())
        .with("no_proxy", hosts)
        .run("--imagelist-verify", plain.url("/list.smime"))
        .ended(5);
    assertThat(proxy.asked()).isNotEmpty();
  }

  /** A web server passes a stranger's header Proxy on as HTTP_PROXY. */
  @Test
  void aStrangersHeaderIsNotObeyed() {
    vmcaster()
        .with("HTTP_PROXY", proxy.url())
        .with("REQUEST_METHOD", "GET")
        .run("--imagelist-verify", plain.url("/list.smime"))
        .succeeded();
    assertThat(proxy.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"http, 503, 5", "https, 503, 5", "http, 403, 6", "https, 403, 6"})
  void itMayRefuse(String scheme, int answer, int status) {
    proxy.refuse(answer);
    assertThat(
            vmcaster()
                .with(scheme + "_proxy", proxy.url())
                .run("--imagelist-verify", list(scheme))
                .ended(status)
                .err())
        .contains("through the proxy 127.0.0.1:" + proxy.port(), Integer.toString(answer));
  }

  @Test
  void itMayBeAwayOrNoProxy() throws Exception {
    VmcasterRun vmcaster = vmcaster().with("http_proxy", "http://nowhere.invalid:3128");
    assertThat(vmcaster.run("--imagelist-verify", list("http")).ended(5).err())
        .contains("nowhere.invalid has no address");
    vmcaster.with("http_proxy", proxy.url());
    proxy.close();
    assertThat(vmcaster.run("--imagelist-verify", list("http")).ended(5).err())
        .contains("through the proxy 127.0.0.1:" + proxy.port() + " (http_proxy)", "refused");
    for (String unusable : new String[] {"socks5://jane:secret@host:1080", "http://", "a b"}) {
      vmcaster.with("http_proxy", unusable);
      assertThat(vmcaster.run("--imagelist-verify", list("http")).ended(3).err())
          .contains("the proxy that http_proxy names cannot be used", "http://host:port")
          .doesNotContain("secret");
    }
  }

  @Test
  void theDoctorSaysWhatGoesThroughIt() {
    proxyKnows("https");
    site.with("https_proxy", proxy.url().replace("//", "//jane:secret@"))
        .with("no_proxy", ".example.net,localhost");
    assertThat(site.run("--doctor").ended(0).out())
        .contains(
            "ok      proxy: https:// is read through 127.0.0.1:"
                + proxy.port()
                + " (https_proxy), but not example.net, localhost (no_proxy)")
        .doesNotContain("secret");
    assertThat(proxy.asked()).contains("CONNECT example.org:443");
    site.with("https_proxy", "socks5://127.0.0.1:1080");
    assertThat(site.run("--doctor").ended(3).out()).contains("fault   proxy: the proxy that");
    site.with("https_proxy", "").with("no_proxy", "");
  }
}
