using System.Reflection;

namespace OrleansState.Repository.Tests.Contracts;

/// <summary>
/// What goes over the wire or into the store, one line a member: <c>alias [id] Member: Type</c>, or
/// <c>alias.method(types): type</c> of a grain interface. Silos of two releases meet in a rolling upgrade, and records
/// outlive every release, so that a line once released never changes.
/// </summary>
internal static class ContractListing
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<Type> Serializable { get; } = Types
        .Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null).ToArray();

    public static IReadOnlyList<Type> Interfaces { get; } = Types
        .Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t)).ToArray();

    public static IEnumerable<string> Lines => Serializable.SelectMany(Fields).Concat(Interfaces.SelectMany(Methods)).Order(StringComparer.Ordinal);

    public static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static IEnumerable<Type> Types => new[] { "Grains.Interfaces", "Grains", "OrleansState", "OrleansState.Abstractions", "OrleansState.Kafka" }.Select(Product.Named)
        .SelectMany(a => a.GetTypes()).Where(t => t.Namespace?.StartsWith("OrleansState", StringComparison.Ordinal) == true);

    private static IEnumerable<string> Fields(Type type)
    {
        var alias = AliasOf(type) ?? type.FullName;
        if (type.IsEnum)
            return Enum.GetNames(type).Select(n => $"{alias} [{Convert.ToInt64(Enum.Parse(type, n), null)}] {n}: enum");
        var fields = type.GetMembers(Members)
            .Select(m => (Member: m, m.GetCustomAttribute<IdAttribute>()?.Id))
            .Where(m => m.Id is not null)
            .Select(m => $"{alias} [{m.Id}] {m.Member.Name}: {Name(TypeOf(m.Member))}").ToList();
        return fields is [] ? [$"{alias} (no members)"] : fields;
    }

    private static IEnumerable<string> Methods(Type type) => type.GetMethods().Select(m =>
        $"{AliasOf(type) ?? type.FullName}.{AliasOf(m) ?? m.Name}({string.Join(", ", m.GetParameters().Select(p => Name(p.ParameterType)))}): {Name(m.ReturnType)}");

    private static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.IsArray ? Name(type.GetElementType()!) + "[]" : type.Name;
    }
}
