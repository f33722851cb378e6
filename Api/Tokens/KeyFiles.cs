using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace OrleansState.Api.Tokens;

/// <summary>
/// The files of <c>Jwt:KeysDirectory</c> as settings <c>Jwt:Keys:KID</c>, one file a key, named by its KID with or without
/// <c>.pem</c>. Looked at again every few seconds by their contents: a mounted secret is replaced by links, which
/// operating systems don't report.
/// </summary>
internal sealed class KeyFiles : ConfigurationProvider, IConfigurationSource, IDisposable
{
    private readonly PhysicalFileProvider _files;
    private readonly IDisposable _watch;

    public KeyFiles(string directory)
    {
        _files = new PhysicalFileProvider(Path.GetFullPath(directory)) { UsePollingFileWatcher = true, UseActivePolling = true };
        _watch = ChangeToken.OnChange(() => _files.Watch("*"), () =>
        {
            Load();
            OnReload();
        });
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load()
    {
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in _files.GetDirectoryContents("").Where(f => !f.IsDirectory && !f.Name.StartsWith('.')))
        {
            var kid = file.Name.EndsWith(".pem", StringComparison.Ordinal) ? file.Name[..^4] : file.Name;
            if (TryRead(file) is { } text)
                keys[$"{JwtOptions.Section}:Keys:{kid}"] = text.Trim();
        }

        Data = keys;
    }

    public void Dispose()
    {
        _watch.Dispose();
        _files.Dispose();
    }

    /// <summary>Null where it was taken away between the listing and now.</summary>
    private static string? TryRead(IFileInfo file)
    {
        try
        {
            using var reader = new StreamReader(file.CreateReadStream());
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
