using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OrleansState.Repository.Tests.Settings;

/// <summary>The doc comments of the product, out of the XML files that the compiler puts beside the assemblies.</summary>
internal static class Summaries
{
    public static string Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var file = Path.ChangeExtension(type.Assembly.Location, ".xml");
        var name = $"P:{type.FullName!.Replace('+', '.')}.{property.Name}";
        var summary = File.Exists(file)
            ? XDocument.Load(file).Descendants("member").FirstOrDefault(m => m.Attribute("name")?.Value == name)?.Element("summary")
            : null;
        var text = summary is null ? "" : string.Concat(summary.Nodes().Select(Text));
        return Regex.Replace(text, @"\s+", " ").Trim();
    }

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { IsEmpty: true } see => see.Attributes().FirstOrDefault()?.Value.Split('.')[^1] ?? "",
        XElement other => other.Value,
        _ => node.ToString(),
    };
}
