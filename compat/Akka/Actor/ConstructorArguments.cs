using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Computes the arguments of a <c>new T(...)</c> expression; the common forms without compiling it.</summary>
internal static class ConstructorArguments
{
    public static object[] Of(NewExpression construction) => [.. construction.Arguments.Select(Value)!];

    private static object? Value(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member when member.Expression is null or ConstantExpression or MemberExpression:
                return field.GetValue(member.Expression is null ? null : Value(member.Expression));
            case UnaryExpression { NodeType: ExpressionType.Convert } conversion when !conversion.Type.IsValueType
                || conversion.Type == conversion.Operand.Type:
                return Value(conversion.Operand);
            default:
                return Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
        }
    }
}
