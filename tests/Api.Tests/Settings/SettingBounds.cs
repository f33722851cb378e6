using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using OrleansState.Grains.Carts;
using OrleansState.Hosting.Clustering;

namespace OrleansState.Api.Tests.Settings;

/// <summary>A setting with limits, found by its attribute as the page of settings is held against the code.</summary>
internal sealed record SettingBounds(string Key, bool IsOfTheApi, IFormattable Lowest, IFormattable Highest)
{
    /// <summary>Of the silo and of the Api.</summary>
    public static IReadOnlyList<SettingBounds> All { get; } =
    [
        .. new[] { typeof(ApiHost).Assembly, typeof(CartOptions).Assembly, typeof(ClusteringOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes()).Where(type => SectionOf(type) is not null)
            .SelectMany(type => type.GetProperties(), (type, property) => (type, property, range: property.GetCustomAttribute<RangeAttribute>()))
            .Where(found => found.range is not null && SectionOf(found.type) != "Kafka")
            .Select(found => Of(found.type, found.property, found.range!)),
    ];

    public IEnumerable<string> OutOfBounds => this switch
    {
        { Lowest: TimeSpan low, Highest: TimeSpan high } => [Text(low - TimeSpan.FromMilliseconds(1)), Text(high + TimeSpan.FromMilliseconds(1))],
        { Lowest: int low, Highest: int high } => [Text((long)low - 1), Text((long)high + 1)],
        _ => throw new InvalidOperationException($"{Key} has limits of a kind that this test does not know."),
    };

    public string With(IFormattable value) => $"--{Key}={Text(value)}";

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string? SectionOf(Type type) => (string?)type.GetField("Section", BindingFlags.Static | BindingFlags.Public)?.GetRawConstantValue();

    private static SettingBounds Of(Type type, PropertyInfo property, RangeAttribute range) => new(
        $"{SectionOf(type)}:{property.Name}", type.Assembly == typeof(ApiHost).Assembly, Read(property, range.Minimum), Read(property, range.Maximum));

    private static IFormattable Read(PropertyInfo property, object limit) => property.PropertyType == typeof(TimeSpan)
        ? TimeSpan.Parse((string)limit, CultureInfo.InvariantCulture)
        : Convert.ToInt32(limit, CultureInfo.InvariantCulture);
}
