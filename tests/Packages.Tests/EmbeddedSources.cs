using System.Reflection.Metadata;

namespace OrleansState.Packages.Tests;

/// <summary>The sources that a portable PDB brings along for a debugger.</summary>
internal static class EmbeddedSources
{
    /// <summary>The kind of a document's information that is its source (Portable PDB v1.0, Embedded Source).</summary>
    private static readonly Guid Kind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    public static IReadOnlyList<string> In(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        var reader = provider.GetMetadataReader();
        return [.. reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == Kind && information.Parent.Kind == HandleKind.Document)
            .Select(information => reader.GetString(reader.GetDocument((DocumentHandle)information.Parent).Name))];
    }
}
