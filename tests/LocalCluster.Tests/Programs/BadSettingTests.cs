using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Tests.Programs;

/// <summary>A process that lacks a setting stops with a sentence that names it.</summary>
public sealed class BadSettingTests : IDisposable
{
    private const int BadSettings = 78;
    private const string Redis = "Redis__ConnectionString=127.0.0.1:1";
    private const string Kafka = "Kafka__BootstrapServers=127.0.0.1:1";
    private const string Jwt = "Jwt__Keys__main=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private const string OneTopic = "Kafka__DeadLetterTopic=events";
    private const string FeedsItself = "Kafka:DeadLetterTopic is events, and so is Kafka:Topic";

    private const string Password = "the password of the certificate";

    private readonly RunDirectory _directory = new("orleans-state-test-");

    [Theory]
    [InlineData("Silo", "Redis:ConnectionString is not set")]
    [InlineData("KafkaBridge", "Redis:ConnectionString is not set")]
    [InlineData("KafkaBridge", "Kafka:BootstrapServers is not set", Redis)]
    [InlineData("Silo", "Kafka:BootstrapServers is not set; a silo tells there what has happened to carts and users. Set Kafka:Enabled to false in every silo where nobody is to be told.", Redis, "Kafka__Enabled=true")]
    [InlineData("Silo", "Kafka:ChangesTopic is events, and so is Kafka:Topic", Redis, Kafka, "Kafka__ChangesTopic=events")]
    [InlineData("Silo", "Kafka:ChangesTopic is events.dlq, and so is Kafka:DeadLetterTopic", Redis, Kafka, "Kafka__ChangesTopic=events.dlq")]
    [InlineData("Silo", "Kafka:ChangesTopic is no topic's name", Redis, Kafka, "Kafka__ChangesTopic=state changes")]
    [InlineData("Silo", "Kafka:Client:partitioner can't be set", Redis, Kafka, "Kafka__Client__partitioner=consistent")]
    [InlineData("Silo", "Kafka:Client:sasl.mecanism is no property of librdkafka", Redis, Kafka, "Kafka__Client__security.protocol=sasl_ssl", "Kafka__Client__sasl.mecanism=PLAIN")]
    [InlineData("Api", "Jwt:Keys is empty", Redis)]
    [InlineData("Api", "Jwt:Keys:main", Redis, "Jwt__Keys__main=short")]
    [InlineData("Silo", "Orleans:SiloPort must lie between 0 and 65535.", Redis, "Orleans__SiloPort=70000")]
    [InlineData("Silo", "Redis:Timeout must lie between", Redis, "Redis__Timeout=1.00:00:00")]
    [InlineData("KafkaBridge", FeedsItself, Redis, Kafka, OneTopic)]
    [InlineData("Silo", FeedsItself, Redis, Kafka, OneTopic, "Kafka__InSilo=true")]
    [InlineData("Api", FeedsItself, Redis, Kafka, OneTopic, Jwt)]
    [InlineData("Silo", "Redis:ConnectionString is a URL", "Redis__ConnectionString=redis://127.0.0.1:6379")]
    [InlineData("KafkaBridge", "Redis:ConnectionString is not a connection string", "Redis__ConnectionString=127.0.0.1:1,passwrod=x", Kafka)]
    [InlineData("Silo", "Orleans:AdvertisedHost is 0.0.0.0", Redis, "Orleans__AdvertisedHost=0.0.0.0")]
    [InlineData("Silo", "Orleans:SiloPort and Orleans:GatewayPort are both 12345", Redis, "Orleans__SiloPort=12345", "Orleans__GatewayPort=12345")]
    [InlineData("Silo", "Orleans:SiloPort is 12345, and ASPNETCORE_URLS listens there", Redis, "Orleans__SiloPort=12345", "ASPNETCORE_URLS=http://127.0.0.1:12345")]
    [InlineData("Silo", "ASPNETCORE_URLS: 127.0.0.1 is no address", Redis, "ASPNETCORE_URLS=127.0.0.1")]
    [InlineData("Silo", "Cart:IdleTimeout is 30, and a duration is written [days.]hours:minutes:seconds", Redis, "Cart__IdleTimeout=30")]
    [InlineData("Silo", "Cart:IdleTimout is no setting; the nearest is Cart:IdleTimeout (in the environment Cart__IdleTimeout).", Redis, "Cart__IdleTimout=00:30:00")]
    [InlineData("Silo", "Crat:IdleTimeout is no setting; the nearest is Cart:IdleTimeout", Redis, "Crat__IdleTimeout=00:30:00")]
    [InlineData("Silo", "Kafka:InSilo is true, and Kafka:Enabled is false", Redis, "Kafka__InSilo=true", "Kafka__Enabled=false")]
    [InlineData("Api", "Jwt:Key:main is no setting; the nearest is Jwt:Keys:main", Redis, "Jwt__Key__main=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")]
    [InlineData("Api", "Jwt:AccessTokenLifetime is 1.00:00:00, and Jwt:RefreshTokenLifetime is 00:30:00", Redis, Jwt, "Jwt__AccessTokenLifetime=1.00:00:00", "Jwt__RefreshTokenLifetime=00:30:00")]
    [InlineData("Api", "Data:Directroy is no setting; the nearest is Data:Directory", "Data__Directroy=x")]
    public async Task It_ends_with_78_and_names_the_key(string program, string sentence, params string[] settings) =>
        await EndsAsync(program, [], sentence, settings);

    [Theory]
    [InlineData("Kafka:Client:sasl.mecanism is no property of librdkafka, whose names these are; the nearest is sasl.mechanism.", "security.protocol=sasl_ssl", "sasl.mecanism=PLAIN")]
    [InlineData("Kafka:Client:sasl.jaas.config is no property of librdkafka, whose names these are; what Java clients call so is sasl.username and sasl.password.", "security.protocol=sasl_ssl", "sasl.jaas.config=x")]
    [InlineData("Kafka:Client:ssl.ca.location: ssl.ca.location failed", "security.protocol=ssl", "ssl.ca.location=/nowhere/ca.pem")]
    [InlineData("Kafka:Client:security.protocol: Invalid value", "security.protocol=tls")]
    [InlineData("Kafka:Client:sasl.username is set, and Kafka:Client:security.protocol is plaintext", "sasl.username=bridge")]
    [InlineData("Kafka:Client:group.protocol can't be set", "group.protocol=consumer")]
    [InlineData("Kafka:Client:isolation.level can't be set", "isolation.level=read_uncommitted")]
    [InlineData("Kafka:Client:enable.auto.commit can't be set", "enable.auto.commit=true")]
    [InlineData("Kafka:Client:auto.offset.reset can't be set", "auto.offset.reset=latest")]
    [InlineData("Kafka:Client:group.id can't be set: Kafka:GroupId names the group", "group.id=others")]
    [InlineData("Kafka:Client:dotnet.producer.enable.delivery.reports can't be set", "dotnet.producer.enable.delivery.reports=false")]
    public async Task What_the_Kafka_client_does_not_take_or_may_not_be_given_ends_the_bridge_so(string sentence, params string[] client) =>
        await EndsAsync("KafkaBridge", [], sentence, [Redis, Kafka, .. client.Select(setting => $"Kafka__Client__{setting}")]);

    [Theory]
    [InlineData("Cart:MaxLines must lie between")]
    [InlineData("Redis:Timeout must lie between")]
    [InlineData("Erasure:TombstoneLifetme is no setting")]
    public async Task Each_of_several_sections_says_what_is_wrong_with_it(string sentence) =>
        await EndsAsync("Silo", [], sentence, [Redis, "Cart__MaxLines=0", "Redis__Timeout=1.00:00:00", "Erasure__TombstoneLifetme=30.00:00:00"]);

    [Theory]
    [InlineData("dead-letters list", "Kafka:BootstrapServers is not set")]
    [InlineData("dead-letters list", FeedsItself, Kafka, OneTopic)]
    [InlineData("dead-letters redrive", FeedsItself, Kafka, OneTopic)]
    [InlineData("rebuild", FeedsItself, Redis, Kafka, OneTopic)]
    public async Task A_command_of_the_bridge_does_so_too(string command, string sentence, params string[] settings) =>
        await EndsAsync("KafkaBridge", command.Split(' '), sentence, settings);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("http://localhost:0", "ASPNETCORE_URLS: http://localhost:0 asks for a free port of two addresses")]
    [InlineData("http://127.0.0.1:0/shop", "ASPNETCORE_URLS: http://127.0.0.1:0/shop has a path")]
    [InlineData("http://127.0.0.1:port", "ASPNETCORE_URLS: http://127.0.0.1:port is no address")]
    public async Task An_address_at_which_nobody_can_listen_ends_it_so(string url, string sentence) =>
        await EndsAsync("Silo", [], sentence, [Redis, $"ASPNETCORE_URLS={url}"]);

    [Theory]
    [InlineData("Kestrel:Endpoints:Shop:Url is not set.", "Protocols=Http1")]
    [InlineData("Kestrel:Endpoints:Shop:Url: 127.0.0.1 is no address", "Url=127.0.0.1")]
    [InlineData("Kestrel:Endpoints:Shop:Url: ftp://127.0.0.1:0 is no address", "Url=ftp://127.0.0.1:0")]
    [InlineData("Kestrel:Endpoints:Shop:Url is http://127.0.0.1:0, and Kestrel:Endpoints:Shop:Certificate is for an https address", "Url=http://127.0.0.1:0", "Certificate__Path=x")]
    [InlineData("Kestrel:Endpoints:Shop:Certificate:Path: /nowhere/shop.pfx can't be read", "Url=https://127.0.0.1:0", "Certificate__Path=/nowhere/shop.pfx")]
    [InlineData("Kestrel:Endpoints:Shop:Certificate:Path and Kestrel:Endpoints:Shop:Certificate:Subject are both set", "Url=https://127.0.0.1:0", "Certificate__Path=x", "Certificate__Subject=x")]
    [InlineData("Kestrel:Endpoints:Shop:Certificate:Location is Here, and is CurrentUser or LocalMachine", "Url=https://127.0.0.1:0", "Certificate__Subject=x", "Certificate__Location=Here")]
    [InlineData("Kestrel:Endpoints:Shop:Certificate:Subject: no certificate of nobody.example is in the store My of CurrentUser", "Url=https://127.0.0.1:0", "Certificate__Subject=nobody.example")]
    public async Task So_does_an_endpoint_of_the_web_server(string sentence, params string[] endpoint) =>
        await EndsAsync("Api", [], sentence, [Redis, Jwt, .. endpoint.Select(setting => $"Kestrel__Endpoints__Shop__{setting}")]);

    [Theory]
    [InlineData("Path: /nowhere/shop.pfx can't be read", "Path=/nowhere/shop.pfx")]
    [InlineData("Path: FILES/empty.pfx is no certificate, or Kestrel:Certificates:Default:Password is not its password", "Path=FILES/empty.pfx")]
    [InlineData("Path: FILES/shop.pfx is no certificate, or Kestrel:Certificates:Default:Password is not its password", "Path=FILES/shop.pfx", "Password=wrong")]
    [InlineData("KeyPath is not set, and FILES/shop.pem is a certificate without a private key", "Path=FILES/shop.pem")]
    [InlineData("Path: FILES/shop.key is no certificate in PEM", "Path=FILES/shop.key", "KeyPath=FILES/shop.key")]
    [InlineData("KeyPath: /nowhere/shop.key can't be read", "Path=FILES/shop.pem", "KeyPath=/nowhere/shop.key")]
    [InlineData("KeyPath: FILES/other.key can't be read as the private key of FILES/shop.pem", "Path=FILES/shop.pem", "KeyPath=FILES/other.key")]
    [InlineData("KeyPath: FILES/shop.pem can't be read as the private key of FILES/shop.pem", "Path=FILES/shop.pem", "KeyPath=FILES/shop.pem")]
    [InlineData("KeyPath: FILES/encrypted.key is encrypted; set Kestrel:Certificates:Default:Password.", "Path=FILES/shop.pem", "KeyPath=FILES/encrypted.key")]
    [InlineData("Password, or Kestrel:Certificates:Default:KeyPath: FILES/encrypted.key can't be read as the private key of FILES/shop.pem with this password", "Path=FILES/shop.pem", "KeyPath=FILES/encrypted.key", "Password=wrong")]
    public async Task So_does_a_certificate_that_the_web_server_can_not_use(string sentence, params string[] certificate)
    {
        WriteCertificates();
        await EndsAsync(
            "Api", [], $"Kestrel:Certificates:Default:{sentence}".Replace("FILES", _directory.FullPath, StringComparison.Ordinal),
            [Redis, Jwt, "ASPNETCORE_URLS=https://127.0.0.1:0", .. certificate.Select(setting => $"Kestrel__Certificates__Default__{setting.Replace("FILES", _directory.FullPath, StringComparison.Ordinal)}")]);
    }

    private void WriteCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=shop.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(_directory.File("empty.pfx"), "");
        File.WriteAllBytes(_directory.File("shop.pfx"), certificate.Export(X509ContentType.Pfx, Password));
        File.WriteAllText(_directory.File("shop.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_directory.File("shop.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_directory.File("other.key"), other.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(
            _directory.File("encrypted.key"),
            key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));
    }

    private async Task EndsAsync(string program, string[] command, string sentence, string[] settings)
    {
        await using var process = await ChildProcess.StartAsync(new ChildCommand(
            program, "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. command], _directory.File("log"), Environment(program, settings)));

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(sentence, process.LogTail(), StringComparison.Ordinal);
        Assert.Equal(BadSettings, process.ExitCode);
    }

    private static Dictionary<string, string?> Environment(string program, string[] settings)
    {
        var environment = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], string? (pair) => pair[1]);
        environment.TryAdd("ASPNETCORE_URLS", "http://127.0.0.1:0");
        // A silo that tells nobody has nothing more to be told than what a test is about.
        if (program == "Silo" && !environment.ContainsKey("Kafka__BootstrapServers"))
            environment.TryAdd("Kafka__Enabled", "false");
        return environment;
    }
}
