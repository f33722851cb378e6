using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.Api.Tests.Edge;

/// <summary>A certificate that nobody has signed, in the files that Kestrel's settings name, and a client that takes this one only.</summary>
internal sealed class TestCertificate : IDisposable
{
    private readonly RunDirectory _files = new();
    private readonly string _thumbprint;

    public TestCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=shop.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        File.WriteAllText(_files.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_files.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    public string[] Settings =>
        [$"--Kestrel:Certificates:Default:Path={_files.File("cert.pem")}", $"--Kestrel:Certificates:Default:KeyPath={_files.File("key.pem")}"];

    public HttpClient Client(Uri address)
    {
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => Is(shown) };
        return new HttpClient(handler) { BaseAddress = address };
    }

    public bool Is(X509Certificate? shown) => (shown as X509Certificate2)?.Thumbprint == _thumbprint;

    public void Dispose() => _files.Dispose();
}
