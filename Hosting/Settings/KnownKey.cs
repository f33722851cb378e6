using System.Collections;
using System.Reflection;

namespace OrleansState.Hosting.Settings;

/// <summary>A setting that there is: a property of an option class.</summary>
/// <param name="Path">Its key: <c>Cart:IdleTimeout</c>; of named entries (<c>Jwt:Keys:KID</c>) what stands before the name.</param>
/// <param name="Type">What its value is.</param>
/// <param name="HasName">Whether a name follows that whoever sets it chooses.</param>
internal sealed record KnownKey(string Path, Type Type, bool HasName)
{
    public static IEnumerable<KnownKey> Of(Type options, string section)
    {
        foreach (var property in options.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters() is []))
        {
            var path = $"{section}:{property.Name}";
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type))
                yield return new KnownKey(path, Entry(type), HasName: true);
            else if (type.IsClass && type.Assembly == options.Assembly)
            {
                foreach (var inner in Of(type, path))
                    yield return inner;
            }
            else if (property.CanWrite)
                yield return new KnownKey(path, type, HasName: false);
        }
    }

    /// <summary>Whether this is the setting that stands under a key.</summary>
    public bool Is(string key) => HasName
        ? key.Length > Path.Length + 1 && key.StartsWith(Path + ":", StringComparison.OrdinalIgnoreCase) && !key.AsSpan(Path.Length + 1).Contains(':')
        : string.Equals(key, Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>The key that somebody may have meant who wrote another one.</summary>
    public string For(string key) => HasName ? $"{Path}:{key[(key.LastIndexOf(':') + 1)..]}" : Path;

    private static Type Entry(Type collection) => collection.GetInterfaces().Prepend(collection)
        .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .Select(t => t.GetGenericArguments()[0])
        .Select(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? t.GetGenericArguments()[1] : t)
        .FirstOrDefault(typeof(string));
}
