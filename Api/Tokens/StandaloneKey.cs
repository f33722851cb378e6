using System.Security.Cryptography;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Tokens;

/// <summary>The key of a standalone process: made once and kept with its data, so that a restart leaves tokens good.</summary>
internal static class StandaloneKey
{
    private const string FileName = "jwt-key.pem";

    /// <returns>A P-256 private key as PEM.</returns>
    /// <exception cref="BadSettingException">The file is there but holds no such key.</exception>
    public static string LoadOrCreate(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
            Create(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var pem = File.ReadAllText(path);
        Check(path, pem);
        return pem;
    }

    /// <summary>Written aside and then named, so that a process killed meanwhile leaves no half a key.</summary>
    private static void Create(string path)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var aside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(aside, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(ecdsa.ExportPkcs8PrivateKeyPem());
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    private static void Check(string path, string pem)
    {
        try
        {
            (TokenKeyReader.Read("standalone", pem).Key as IDisposable)?.Dispose();
        }
        catch (BadSettingException bad)
        {
            throw new BadSettingException($"{path} is not the P-256 private key that Data:Directory should hold there; remove it and a new one is made, after which every user logs in again.", bad);
        }
    }
}
