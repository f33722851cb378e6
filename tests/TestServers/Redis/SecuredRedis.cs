using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;
using StackExchange.Redis;

namespace OrleansState.TestServers.Redis;

/// <summary>
/// A real redis-server that speaks TLS only, with a certificate of an issuer of its own, and lets in nobody but one user
/// with the rights that it is given.
/// </summary>
public sealed class SecuredRedis : IAsyncDisposable
{
    private const int MaxPortAttempts = 5;

    private readonly RunDirectory _directory = new("orleans-state-redis-");
    private ChildProcess? _process;

    private SecuredRedis()
    {
    }

    public int Port { get; private set; }

    /// <summary>The certificate of whoever issued the server's, as PEM.</summary>
    public string IssuerFile => _directory.File("ca.pem");

    public const string User = "orleansstate";

    public string Password { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Without user and password.</summary>
    public string Address => $"localhost:{Port},ssl=true,sslHost=localhost";

    public string ConnectionString => $"{Address},user={User},password={Password}";

    /// <summary>Skips the test (fails it in CI) where redis-server is not installed.</summary>
    /// <param name="rights">The user's rights, as a line <c>user NAME on &gt;PASSWORD …</c> of an ACL file has them.</param>
    public static async Task<SecuredRedis> StartAsync(string rights)
    {
        if (!RedisServer.IsInstalled)
            MissingServer.SkipOrFail("redis-server", RedisServer.InstallLine);
        var server = new SecuredRedis();
        await server.WriteCertificatesAsync();
        for (var attempt = 1; !await server.TryStartAsync(rights); attempt++)
        {
            if (attempt < MaxPortAttempts)
                continue;
            var said = server._process!.LogTail();
            await server.DisposeAsync();
            throw new InvalidOperationException($"redis-server did not start: {said}");
        }

        return server;
    }

    /// <summary>A client that trusts the issuer, as whoever.</summary>
    /// <exception cref="RedisConnectionException">The server does not let it in.</exception>
    public async Task<ConnectionMultiplexer> ConnectAsync(string? user = null, string? password = null)
    {
        var options = ConfigurationOptions.Parse(Address);
        (options.User, options.Password) = (user ?? User, password ?? Password);
        options.TrustIssuer(IssuerFile);
        options.ConnectRetry = 0;
        // What the server refuses is to be seen, not what the client does.
        options.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<bool> TryStartAsync(string rights)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Port = FreePort();
        await File.WriteAllLinesAsync(_directory.File("redis.conf"),
        [
            "port 0", $"tls-port {Port}", "bind 127.0.0.1", "tls-auth-clients no", $"dir \"{_directory.FullPath}\"", "save \"\"", "appendonly yes", "appendfsync always",
            $"tls-cert-file \"{_directory.File("server.pem")}\"", $"tls-key-file \"{_directory.File("server.key")}\"", $"tls-ca-cert-file \"{IssuerFile}\"",
            "user default off", $"user {User} on >{Password} {rights}",
        ]);
        _process = await ChildProcess.StartAsync(new ChildCommand("redis-server", "redis-server", [_directory.File("redis.conf")], _directory.File("redis.log")));
        var isUp = false;
        await Eventually.UntilAsync("a redis-server that lets its user in, or its end", async () => (isUp = await LetsInAsync()) || _process.HasExited, TimeSpan.FromMinutes(1));
        return isUp;
    }

    private async Task<bool> LetsInAsync()
    {
        try
        {
            await using var client = await ConnectAsync();
            return client.IsConnected;
        }
        catch (RedisConnectionException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WriteCertificatesAsync()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = new CertificateRequest("CN=OrleansState tests", issuerKey, HashAlgorithmName.SHA256);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        issuerRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var issuer = issuerRequest.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(issuer, from, to.AddHours(-1), RandomNumberGenerator.GetBytes(8));
        await File.WriteAllTextAsync(IssuerFile, issuer.ExportCertificatePem());
        await File.WriteAllTextAsync(_directory.File("server.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_directory.File("server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
