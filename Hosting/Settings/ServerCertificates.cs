using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;

namespace OrleansState.Hosting.Settings;

/// <summary>The certificates that <c>Kestrel:…</c> names. The web server would look at them when all else runs, and names no setting.</summary>
internal static class ServerCertificates
{
    private const string Certificates = "Kestrel:Certificates";
    private const string Endpoints = "Kestrel:Endpoints";

    /// <param name="settings">All settings.</param>
    /// <param name="root">What relative paths start from.</param>
    /// <exception cref="BadSettingException">One of them is not to be had, is no certificate, has no private key or another password.</exception>
    public static void Require(IConfiguration settings, string root)
    {
        foreach (var certificate in settings.GetSection(Certificates).GetChildren().Concat(settings.GetSection(Endpoints).GetChildren().Select(endpoint => endpoint.GetSection("Certificate"))))
        {
            var (path, subject) = (certificate["Path"], certificate["Subject"]);
            if (path is { Length: > 0 } && subject is { Length: > 0 })
                throw new BadSettingException($"{certificate.Path}:Path and {certificate.Path}:Subject are both set; one of them says where the certificate is.");
            if (path is { Length: > 0 })
                Require(certificate, Path.Combine(root, path), root);
            else if (subject is { Length: > 0 })
                RequireStored(certificate, subject);
        }
    }

    /// <summary>As the web server looks for it.</summary>
    private static void RequireStored(IConfigurationSection certificate, string subject)
    {
        var location = certificate["Location"] is { Length: > 0 } place ? place : nameof(StoreLocation.CurrentUser);
        if (!Enum.TryParse<StoreLocation>(location, ignoreCase: true, out var where))
            throw new BadSettingException($"{certificate.Path}:Location is {location}, and is CurrentUser or LocalMachine.");
        var store = certificate["Store"] is { Length: > 0 } name ? name : nameof(StoreName.My);
        _ = bool.TryParse(certificate["AllowInvalid"], out var allowInvalid);
        using (Try($"{certificate.Path}:Subject: no certificate of {subject} is in the store {store} of {where}", () => CertificateLoader.LoadFromStoreCert(subject, store, where, allowInvalid)))
        {
        }
    }

    private static void Require(IConfigurationSection certificate, string path, string root)
    {
        var key = $"{certificate.Path}:Path";
        RequireReadable(key, path);
        if (certificate["KeyPath"] is { Length: > 0 } keyPath)
            RequireKey(certificate, path, Path.Combine(root, keyPath));
        else
            RequirePfx(certificate, path);
    }

    private static void RequireKey(IConfigurationSection certificate, string path, string keyPath)
    {
        RequireReadable($"{certificate.Path}:KeyPath", keyPath);
        using (Try($"{certificate.Path}:Path: {path} is no certificate in PEM", () => X509CertificateLoader.LoadCertificateFromFile(path)))
        {
        }

        var key = File.ReadAllText(keyPath);
        var password = certificate["Password"];
        var isEncrypted = key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (isEncrypted && string.IsNullOrEmpty(password))
            throw new BadSettingException($"{certificate.Path}:KeyPath: {keyPath} is encrypted; set {certificate.Path}:Password.");
        var setting = isEncrypted ? $"{certificate.Path}:Password, or {certificate.Path}:KeyPath" : $"{certificate.Path}:KeyPath";
        using (Try(
            $"{setting}: {keyPath} can't be read as the private key of {path}{(isEncrypted ? " with this password" : "")}",
            () => isEncrypted ? X509Certificate2.CreateFromEncryptedPem(File.ReadAllText(path), key, password) : X509Certificate2.CreateFromPem(File.ReadAllText(path), key)))
        {
        }
    }

    private static void RequirePfx(IConfigurationSection certificate, string path)
    {
        if (IsAlone(path))
            throw new BadSettingException($"{certificate.Path}:KeyPath is not set, and {path} is a certificate without a private key.");
        using var found = Try(
            $"{certificate.Path}:Path: {path} is no certificate, or {certificate.Path}:Password is not its password",
            () => X509CertificateLoader.LoadPkcs12FromFile(path, certificate["Password"]));
        if (!found.HasPrivateKey)
            throw new BadSettingException($"{certificate.Path}:Path: {path} has no private key.");
    }

    private static bool IsAlone(string path)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static void RequireReadable(string setting, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadSettingException($"{setting}: {path} can't be read ({FirstLine(fault)}).", fault);
        }
    }

    private static X509Certificate2 Try(string sentence, Func<X509Certificate2> load)
    {
        try
        {
            return load();
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or InvalidOperationException)
        {
            throw new BadSettingException($"{sentence} ({FirstLine(fault)}).", fault);
        }
    }

    private static string FirstLine(Exception fault) => fault.Message.Split('\n')[0].Trim().TrimEnd('.');
}
