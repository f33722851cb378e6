using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace OrleansState.Repository.Tests.Settings;

/// <summary>
/// All settings of the product, read from its option classes: every type with a constant named <c>Section</c>, public
/// or not. A new one is found without being listed anywhere.
/// </summary>
internal static class DeclaredSettings
{
    public static IReadOnlyList<Type> OptionTypes { get; } = Product.Types.Where(t => SectionOf(t) is not null).ToArray();

    public static IReadOnlyList<Setting> All { get; } = OptionTypes
        .SelectMany(t => Read(t, Activator.CreateInstance(t, nonPublic: true)!, SectionOf(t)!))
        .OrderBy(s => s.Key, StringComparer.Ordinal).ToArray();

    public static string? SectionOf(Type type) => type
        .GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { IsLiteral: true } section
            ? (string?)section.GetRawConstantValue()
            : null;

    private static IEnumerable<Setting> Read(Type type, object instance, string prefix)
    {
        foreach (var property in type.GetProperties().Where(p => p.GetIndexParameters() is [] && !(p.GetMethod?.IsStatic ?? true)))
        {
            var value = property.GetValue(instance);
            var key = $"{prefix}:{property.Name}";
            if (IsEntries(property.PropertyType))
                yield return new(key + ":" + Setting.Entry, property.PropertyType, "none", Limits(property), Summaries.Of(property));
            else if (IsGroup(property.PropertyType))
            {
                foreach (var inner in Read(property.PropertyType, value ?? Activator.CreateInstance(property.PropertyType)!, key))
                    yield return inner;
            }
            else if (property.SetMethod is not null)
                yield return new(key, property.PropertyType, Text(value), Limits(property), Summaries.Of(property));
        }
    }

    private static bool IsEntries(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    private static bool IsGroup(Type type) => type.IsClass && type.Assembly.GetName().Name is { } name && Product.Assemblies.Any(a => a.GetName().Name == name);

    private static string Text(object? value) => value switch
    {
        null or "" => "none",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan { Milliseconds: not 0 } span => $"`{span.ToString("c").TrimEnd('0')}`",
        TimeSpan span => $"`{span:c}`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };

    private static string Limits(PropertyInfo property)
    {
        var limits = new List<string>();
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            limits.Add(string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}"));
        if (property.GetCustomAttribute<RequiredAttribute>() is not null)
            limits.Add("not empty");
        if (property.GetCustomAttribute<RegularExpressionAttribute>() is not null)
            limits.Add("a fixed form");
        return limits is [] ? "" : string.Join(", ", limits);
    }
}
