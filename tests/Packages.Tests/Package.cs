using System.IO.Compression;
using System.Xml.Linq;

namespace OrleansState.Packages.Tests;

/// <summary>A packed package: its description and its files.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    private Package(string file)
    {
        _archive = ZipFile.OpenRead(file);
        var nuspec = XDocument.Load(_archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        Description = nuspec.Root!.Elements().Single();
    }

    public XElement Description { get; }

    public IEnumerable<string> Files => _archive.Entries.Select(entry => entry.FullName);

    public IEnumerable<(string Id, string Version)> Dependencies => Description.Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value));

    public static Package Open(string feed, string id, string version, string extension = "nupkg") => new(Path.Combine(feed, $"{id}.{version}.{extension}"));

    public string? Named(string element) => Description.Elements().SingleOrDefault(e => e.Name.LocalName == element)?.Value;

    public byte[] Read(string file)
    {
        using var content = new MemoryStream();
        using var stream = _archive.GetEntry(file)!.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
